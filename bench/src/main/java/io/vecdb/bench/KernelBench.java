package io.vecdb.bench;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.Callable;

/// Starts the JMH benchmark of the kernels.
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        description = "Measures nanoseconds a distance with JMH.")
final class KernelBench implements Callable<Integer> {
    @Option(
            names = "--result",
            description = "file for JMH's JSON result (default: only the table is printed)",
            defaultValue = "")
    private String result = "";

    @Option(names = "--dimensions", split = ",", description = "default: ${DEFAULT-VALUE}")
    private String[] dimensions = {"128", "384", "768", "1536"};

    @Override
    public Integer call() throws IOException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(Kernels.class.getName() + "\\.")
                        .param("dimension", dimensions);
        if (!result.isEmpty()) {
            options.resultFormat(ResultFormatType.JSON).result(result);
        }
        try {
            new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IOException("JMH could not run: " + e.getMessage(), e);
        }
        return 0;
    }
}
