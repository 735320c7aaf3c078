/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Settings of a job that may be references to the machine of the task, as the secrets of a
 * connection may: {@code ${env:NAME}} and {@code ${file:NAME}}.
 */
@Internal
public final class SettingText {

    private SettingText() {}

    /** Whether the text stands for another. */
    public static boolean isReference(String text) {
        return (text.startsWith("${env:") || text.startsWith("${file:")) && text.endsWith("}");
    }

    /** What is wrong with a reference as far as it is known without resolving it. */
    public static List<String> faults(String setting, String text) {
        Faults faults = new Faults();
        new Secret(text).check(setting, faults);
        return faults.all();
    }

    /**
     * The text itself, or what it stands for.
     *
     * @param variables the environment variables by name; null for one that is not set
     * @throws InfluxDBException if it stands for nothing, with what to do
     */
    public static String resolve(String setting, String text, UnaryOperator<String> variables)
            throws InfluxDBException {
        return isReference(text)
                ? new Secret(text)
                        .resolve(setting, new ClientEnvironment(variables, Clock.systemUTC()))
                : text;
    }
}
