/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

import java.time.Duration;

/** Options of one line each: all without a default, unless they are given one. */
final class OptionKinds {

    private OptionKinds() {}

    static ConfigOption<String> text(String key, String description) {
        return ConfigOptions.key(key).stringType().noDefaultValue().withDescription(description);
    }

    static <E extends Enum<E>> ConfigOption<E> choice(String key, E byDefault, String description) {
        Class<E> type = byDefault.getDeclaringClass();
        return ConfigOptions.key(key)
                .enumType(type)
                .defaultValue(byDefault)
                .withDescription(description);
    }

    static <E extends Enum<E>> ConfigOption<E> choice(
            String key, Class<E> type, String description) {
        return ConfigOptions.key(key).enumType(type).noDefaultValue().withDescription(description);
    }

    static ConfigOption<Integer> number(String key, String description) {
        return ConfigOptions.key(key).intType().noDefaultValue().withDescription(description);
    }

    static ConfigOption<Boolean> flag(String key, String description) {
        return ConfigOptions.key(key).booleanType().noDefaultValue().withDescription(description);
    }

    static ConfigOption<Duration> duration(String key, String description) {
        return ConfigOptions.key(key).durationType().noDefaultValue().withDescription(description);
    }
}
