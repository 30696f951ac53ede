package io.vecdb.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the files of a directory that are open, so that a test notices one that is not closed.
final class OpenFiles {
    private final AtomicInteger open = new AtomicInteger();
    private final Directory directory;

    OpenFiles(Directory behind) {
        directory = (Directory) proxy(Directory.class, behind);
    }

    /// The directory behind, counted.
    Directory directory() {
        return directory;
    }

    /// How many are open.
    int count() {
        return open.get();
    }

    private Object proxy(Class<?> type, Object behind) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    Object result = call(behind, method, arguments);
                    boolean isFile = List.of(InputFile.class, OutputFile.class).contains(type);
                    if (isFile && method.getName().equals("close")) {
                        open.decrementAndGet();
                    }
                    Class<?> returned = method.getReturnType();
                    if (returned == InputFile.class || returned == OutputFile.class) {
                        open.incrementAndGet();
                        return proxy(returned, result);
                    }
                    return result;
                });
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
