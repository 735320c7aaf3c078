/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rows of one result of an answer in annotated CSV. A server sends the results of a query in
 * another order each time, so that nobody could go on behind the rows of several of them.
 */
final class ResultCursor implements RowCursor {

    private static final Logger LOG = LoggerFactory.getLogger(ResultCursor.class);

    private final AnnotatedCsvCursor answer;
    private final String result;
    private final String context;
    private final SortedSet<String> seen = new TreeSet<>();
    private boolean isWanted;

    /**
     * A cursor.
     *
     * @param result the name of the result, or empty if the answer is to have only one
     */
    ResultCursor(AnnotatedCsvCursor answer, String result, String context) {
        this.answer = answer;
        this.result = result;
        this.context = context;
    }

    @Override
    public boolean next() throws InfluxDBException {
        while (answer.next()) {
            if (answer.isNewTable() && seen.add(answer.resultName())) {
                checkOnlyOne();
            }
            if (answer.isNewTable()) {
                isWanted = result.isEmpty() || result.equals(answer.resultName());
            }
            if (isWanted) {
                return true;
            }
        }
        if (!result.isEmpty() && !seen.isEmpty() && !seen.contains(result)) {
            LOG.warn(
                    "The answer has no row of the result '{}', but of {}. {}",
                    result,
                    seen,
                    context);
        }
        return false;
    }

    private void checkOnlyOne() throws InfluxDBException {
        if (result.isEmpty() && seen.size() > 1) {
            throw new InfluxDBException(
                    Kind.INVALID,
                    "The query answers with several results, "
                            + seen
                            + ", in any order. Name the one to read with setQueryResult(..)"
                            + " ('scan.query.result'), or let the query yield only one. "
                            + context,
                    null);
        }
    }

    @Override
    public InfluxDBRow row() throws InfluxDBException {
        return answer.row();
    }

    @Override
    public void close() {
        answer.close();
    }
}
