package io.vecdb.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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

    @Mixin private Main.Output output = new Main.Output();

    @Option(names = "--dimensions", split = ",", description = "default: ${DEFAULT-VALUE}")
    private String[] dimensions = {"128", "384", "768", "1536"};

    @Override
    public Integer call() throws IOException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(Kernels.class.getName() + "\\.")
                        .shouldFailOnError(true)
                        .param("dimension", dimensions);
        if (!result.isEmpty()) {
            options.resultFormat(ResultFormatType.JSON).result(result);
        }
        try {
            Collection<RunResult> results = runner(options.build()).run();
            output.result(Map.of("rows", results.stream().map(KernelBench::row).toList()));
        } catch (RunnerException e) {
            throw new IOException("JMH could not run: " + e.getMessage(), e);
        }
        return 0;
    }

    /// JMH prints its own table, and how far it is; beside JSON that goes to standard error.
    private Runner runner(Options options) {
        return output.json()
                ? new Runner(
                        options,
                        OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
                : new Runner(options);
    }

    private static Map<String, Object> row(RunResult result) {
        BenchmarkParams measured = result.getParams();
        String benchmark = measured.getBenchmark();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("call", benchmark.substring(benchmark.lastIndexOf('.') + 1));
        row.put("family", measured.getParam("family"));
        row.put("metric", measured.getParam("metric"));
        row.put("dimension", Integer.valueOf(measured.getParam("dimension")));
        row.put("nanos", result.getPrimaryResult().getScore());
        row.put("nanos_error", result.getPrimaryResult().getScoreError());
        return row;
    }
}
