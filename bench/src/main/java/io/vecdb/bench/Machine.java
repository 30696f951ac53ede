package io.vecdb.bench;

import io.vecdb.distance.Distances;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// On what something was measured.
final class Machine {
    private Machine() {}

    /// @param folder on the disk that was written to
    static Map<String, Object> toMap(Path folder) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("file_system", Files.getFileStore(folder).type());
        map.put("java", System.getProperty("java.vm.version"));
        map.put("jvm_options", ManagementFactory.getRuntimeMXBean().getInputArguments());
        map.put("heap_bytes_max", Runtime.getRuntime().maxMemory());
        map.put("kernels", Distances.best().name());
        return map;
    }
}
