/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.table.types.utils.TypeConversions;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;

/** Types by their names, and constants by their class. */
final class TestTypes {

    private TestTypes() {}

    static DataType of(String name) {
        return TypeConversions.fromLogicalToDataType(
                LogicalTypeParser.parse(name, TestTypes.class.getClassLoader()));
    }

    /** The values of all public constants of a class. */
    static Set<Object> constantsOf(Class<?> type) throws IllegalAccessException {
        Set<Object> constants = new HashSet<>();
        for (Field field : type.getFields()) {
            constants.add(field.get(null));
        }
        return constants;
    }
}
