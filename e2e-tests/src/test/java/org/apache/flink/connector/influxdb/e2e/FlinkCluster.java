/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Flink cluster of real processes: one JobManager, some TaskManagers, and the SQL client, each a
 * JVM with Flink's jars from Maven on its class path. The connector comes in as users bring it: by
 * {@code -j}.
 */
final class FlinkCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern SLOTS = Pattern.compile("\"slots-total\":(\\d+)");

    private final Path folder;
    private final int restPort;
    private final Process jobManager;
    private final List<Process> taskManagers = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private FlinkCluster(Path folder) throws IOException {
        this.folder = folder;
        this.restPort = freePort();
        int rpcPort = freePort();
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(conf.resolve("config.yaml"), configuration(rpcPort));
        Files.writeString(conf.resolve("log4j.properties"), LOGGING);
        this.jobManager =
                start(
                        "jobmanager",
                        List.of("-Xmx512m"),
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        List.of("--configDir", conf.toString(), "--executionMode", "cluster"));
    }

    /** Starts a cluster and waits until all its slots are registered. */
    static FlinkCluster start(Path folder, int taskManagers, int slotsEach) throws IOException {
        FlinkCluster cluster = new FlinkCluster(folder);
        try {
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager(slotsEach);
            }
            cluster.awaitSlots(taskManagers * slotsEach);
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts one more TaskManager, without waiting for it. */
    Process startTaskManager(int slots) throws IOException {
        String name = "taskmanager-" + taskManagers.size();
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--configDir", folder.resolve("conf").toString()));
        for (String setting :
                List.of(
                        "taskmanager.resource-id=" + name,
                        "taskmanager.numberOfTaskSlots=" + slots,
                        "taskmanager.cpu.cores=" + slots,
                        "taskmanager.memory.network.min=64mb",
                        "taskmanager.memory.network.max=64mb",
                        "taskmanager.memory.task.heap.size=256mb",
                        "taskmanager.memory.task.off-heap.size=0b",
                        "taskmanager.memory.framework.heap.size=128mb",
                        "taskmanager.memory.framework.off-heap.size=128mb",
                        "taskmanager.memory.managed.size=128mb",
                        "taskmanager.memory.jvm-metaspace.size=256mb",
                        "taskmanager.memory.jvm-overhead.min=192mb",
                        "taskmanager.memory.jvm-overhead.max=192mb",
                        "external-resources=none")) {
            arguments.addAll(List.of("-D", setting));
        }
        Process taskManager =
                start(
                        name,
                        List.of(
                                "-Xmx384m",
                                "-XX:MaxDirectMemorySize=192m",
                                "-XX:MaxMetaspaceSize=256m"),
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        arguments);
        taskManagers.add(taskManager);
        return taskManager;
    }

    /**
     * Runs a SQL script through the SQL client with the connector's SQL jar.
     *
     * @return all that the client printed
     * @throws IllegalStateException if a statement failed: the client itself exits with 0 then
     */
    String runSql(String script, Duration limit) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script.sql"), script);
        Path output = folder.resolve("sql-client.out");
        List<String> command =
                java(
                        "sql-client",
                        List.of("-Xmx512m"),
                        "org.apache.flink.table.client.SqlClient",
                        List.of(
                                "embedded",
                                "-j",
                                Path.of(System.getProperty("sql.jar")).normalize().toString(),
                                "-f",
                                file.toString()));
        Process client =
                builder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!client.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            client.destroyForcibly();
            throw new IllegalStateException(
                    "SQL script not done within " + limit + ":\n" + Files.readString(output));
        }
        String printed = Files.readString(output);
        if (client.exitValue() != 0 || printed.contains("[ERROR]")) {
            throw new IllegalStateException("SQL script failed:\n" + printed + "\n" + logs());
        }
        return printed;
    }

    private void awaitSlots(int slots) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher registered = SLOTS.matcher(overview());
            if (registered.find() && Integer.parseInt(registered.group(1)) >= slots) {
                return;
            }
            if (!jobManager.isAlive()) {
                break;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IllegalStateException(
                "No cluster with " + slots + " slots within " + START_LIMIT + ":\n" + logs());
    }

    private String overview() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/overview"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "not up yet: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the cluster starts", e);
        }
    }

    private Process start(String name, List<String> jvm, String main, List<String> arguments)
            throws IOException {
        return builder(java(name, jvm, main, arguments))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
    }

    private List<String> java(String name, List<String> jvm, String main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of(System.getProperty("cluster.jvm.options").split(" ")));
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.add("-Duser.home=" + folder);
        command.add("-Dlog.file=" + folder.resolve(name + ".log"));
        command.add(
                "-Dlog4j.configurationFile="
                        + folder.resolve("conf").resolve("log4j.properties").toUri());
        command.add("-cp");
        command.add(Files.readString(Path.of(System.getProperty("cluster.class.path"))).strip());
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("FLINK_CONF_DIR", folder.resolve("conf").toString());
        return builder;
    }

    private String configuration(int rpcPort) {
        return String.join(
                "\n",
                "jobmanager.rpc.address: 127.0.0.1",
                "jobmanager.rpc.port: " + rpcPort,
                "jobmanager.bind-host: 127.0.0.1",
                "taskmanager.bind-host: 127.0.0.1",
                "taskmanager.host: 127.0.0.1",
                "rest.address: 127.0.0.1",
                "rest.bind-address: 127.0.0.1",
                "rest.port: " + restPort,
                "io.tmp.dirs: " + folder.resolve("tmp"),
                "parallelism.default: 2",
                "heartbeat.interval: 2000",
                "heartbeat.timeout: 30000",
                "execution.checkpointing.interval: 1s",
                "execution.checkpointing.dir: " + folder.resolve("checkpoints").toUri(),
                "restart-strategy.type: fixed-delay",
                "restart-strategy.fixed-delay.attempts: 10",
                "restart-strategy.fixed-delay.delay: 1s",
                "");
    }

    /** The end of every log, for a failed test. */
    private String logs() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(out|log)")).toList()) {
                List<String> lines = Files.readAllLines(file);
                text.append("--- ").append(file.getFileName()).append('\n');
                lines.stream()
                        .skip(Math.max(0, lines.size() - 40))
                        .forEach(line -> text.append(line).append('\n'));
            }
        } catch (IOException e) {
            text.append("no logs: ").append(e);
        }
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        List<Process> processes = new ArrayList<>(taskManagers);
        processes.add(jobManager);
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String LOGGING =
            String.join(
                    "\n",
                    "rootLogger.level = INFO",
                    "rootLogger.appenderRef.file.ref = File",
                    "appender.file.name = File",
                    "appender.file.type = FILE",
                    "appender.file.fileName = ${sys:log.file}",
                    "appender.file.layout.type = PatternLayout",
                    "appender.file.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} - %m%n",
                    "");
}
