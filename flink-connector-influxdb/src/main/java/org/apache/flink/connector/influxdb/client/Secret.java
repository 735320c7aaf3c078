/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A value that no one may see, or the place where it lies: {@code ${env:NAME}} or {@code
 * ${file:NAME}}. A reference is resolved where the client runs, so that the value itself never
 * travels inside a job. It never shows in {@link #toString}.
 *
 * @param text the value itself, or the reference
 */
record Secret(String text) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The folder below which {@code ${file:NAME}} is looked up. */
    static final String FOLDER_VARIABLE = "INFLUXDB_CONNECTOR_SECRETS_DIR";

    private static final String ENV = "${env:";
    private static final String FILE = "${file:";

    // A job's author names the variable, the task's owner holds the environment: only what is
    // meant for InfluxDB may be read.
    private static final String VARIABLE_PREFIX = "INFLUX";

    /** Notes what is wrong with the value as far as it is known without resolving it. */
    void check(String setting, Faults faults) {
        if (text.isEmpty()) {
            faults.add(setting, "is empty; set it or leave it out");
        } else if (text.startsWith(ENV) && text.endsWith("}")) {
            faults.addIf(
                    !nameAfter(ENV).startsWith(VARIABLE_PREFIX),
                    setting,
                    text + " may not be read; only variables that begin with INFLUX may");
        } else if (text.startsWith(FILE) && text.endsWith("}")) {
            Path name = Path.of(nameAfter(FILE)).normalize();
            faults.addIf(
                    name.toString().isEmpty() || name.isAbsolute() || name.startsWith(".."),
                    setting,
                    text + " must name a file below the folder that " + FOLDER_VARIABLE + " names");
        }
    }

    /** The value itself. */
    String resolve(String setting, ClientEnvironment environment) throws InfluxDBException {
        if (!text.startsWith(FILE) || !text.endsWith("}")) {
            return resolvePath(setting, environment);
        }
        String path = resolvePath(setting, environment);
        try {
            return Files.readString(Path.of(path), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.INVALID,
                    "'"
                            + setting
                            + "' is "
                            + text
                            + ", but the file "
                            + path
                            + " cannot be read on this machine: "
                            + e,
                    e);
        }
    }

    /**
     * The value of a setting that names a file: {@code ${file:NAME}} is the file of that name
     * itself, not a path that stands in it.
     */
    String resolvePath(String setting, ClientEnvironment environment) throws InfluxDBException {
        if (text.startsWith(ENV) && text.endsWith("}")) {
            return variable(nameAfter(ENV), setting, environment);
        }
        if (text.startsWith(FILE) && text.endsWith("}")) {
            String folder = variable(FOLDER_VARIABLE, setting, environment);
            return Path.of(folder, nameAfter(FILE)).normalize().toString();
        }
        return text;
    }

    private String variable(String name, String setting, ClientEnvironment environment)
            throws InfluxDBException {
        String value = environment.variables().apply(name);
        if (value == null || value.isEmpty()) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.INVALID,
                    "'"
                            + setting
                            + "' is "
                            + text
                            + ", but the environment variable "
                            + name
                            + " is not set on this machine; set it on every machine that runs"
                            + " tasks of the job",
                    null);
        }
        return value;
    }

    private String nameAfter(String prefix) {
        return text.substring(prefix.length(), text.length() - 1);
    }

    /** The reference if it is one, else stars. */
    @Override
    public String toString() {
        boolean isReference = (text.startsWith(ENV) || text.startsWith(FILE)) && text.endsWith("}");
        return isReference ? text : "***";
    }
}
