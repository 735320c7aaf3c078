/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the points for which a batch was refused, so that these are rejected and all others
 * written. The server names them, or the batch is halved until they stand alone. Each part waits at
 * the head of its lane and is a request like any other, so that checkpoints pass in between, and
 * points keep their order. To send again what was written already does no harm.
 */
final class RefusedBatches {

    private final SinkSettings settings;
    private final Lanes lanes;
    private final Rejections rejections;
    private final SinkMetrics metrics;

    RefusedBatches(SinkSettings settings, Lanes lanes, Rejections rejections, SinkMetrics metrics) {
        this.settings = settings;
        this.lanes = lanes;
        this.rejections = rejections;
        this.metrics = metrics;
    }

    /**
     * More bytes than the server takes in one request: halves, down to one point.
     *
     * @return why the job has to fail, or null
     */
    @Nullable
    IOException tooLarge(LaneBatch batch, InfluxDBException answer) throws IOException {
        if (batch.size() == 1) {
            rejections.refused(batch.entries().get(0), answer);
            ended(batch, List.of(), false, 0);
            return hopeless(batch, answer);
        }
        metrics.halved();
        lanes.refusedBytes(batch.bytes());
        lanes.putBack(batch, false);
        return null;
    }

    /** A part of a search was taken. */
    void taken(LaneBatch batch) throws IOException {
        if (batch.isolation() != null) {
            batch.isolation().landed();
            batch.isolation().partEnded();
            lanes.forget(batch, decide(batch.isolation()));
        }
    }

    /**
     * Some of these points are refused.
     *
     * @return why the job has to fail, or null
     */
    @Nullable
    IOException refused(LaneBatch whole, InfluxDBException answer) throws IOException {
        Isolation search = whole.isolation() == null ? new Isolation() : whole.isolation();
        LaneBatch batch = whole.in(search);
        search.refused();
        boolean mayLand = WriteErrorClassifier.mayStillLand(answer);
        List<LineEntry> rest = withoutQuoted(batch, answer);
        if (rest.size() < batch.size()) {
            search.taken();
            List<LaneBatch> left =
                    rest.isEmpty() ? List.of() : List.of(LaneBatch.of(batch.lane(), rest, search));
            ended(batch, left, mayLand, 0);
        } else if (batch.size() > 1) {
            lanes.putBack(batch, batch.cutAt(batch.size() / 2), mayLand, 0);
        } else if (search.isTaken() || PointErrors.isAboutPoints(answer)) {
            search.taken();
            rejections.refused(batch.entries().get(0), answer);
            ended(batch, List.of(), mayLand, 0);
        } else {
            search.undecided().add(new Isolation.Undecided(batch.entries().get(0), answer));
            ended(batch, List.of(), mayLand, 1);
        }
        return hopeless(batch, answer);
    }

    /** Why the request is held to be wrong and not its points, if the search came to that. */
    @Nullable
    private IOException hopeless(LaneBatch batch, InfluxDBException answer) {
        Isolation search = batch.isolation();
        return search != null && search.isHopeless()
                ? WriteFailures.describe(settings, WriteOutcome.ISOLATE, batch.entries(), answer, 0)
                : null;
    }

    /** The server takes other points, and fails whenever it is sent this one, which is alone. */
    void poisonous(LaneBatch batch, InfluxDBException answer) throws IOException {
        rejections.poisonous(batch.entries().get(0), answer);
        if (batch.isolation() != null) {
            batch.isolation().taken();
        }
        ended(batch, List.of(), WriteErrorClassifier.mayStillLand(answer), 0);
    }

    /** Rejects the points that the answer quotes, and returns all others. */
    private List<LineEntry> withoutQuoted(LaneBatch batch, InfluxDBException answer)
            throws IOException {
        Set<String> quoted = PointErrors.quoted(answer);
        if (quoted.isEmpty()) {
            return batch.entries();
        }
        List<LineEntry> rest = new ArrayList<>();
        for (LineEntry entry : batch.entries()) {
            if (quoted.contains(entry.toString())) {
                rejections.refused(entry, answer);
            } else {
                rest.add(entry);
            }
        }
        return rest;
    }

    private void ended(LaneBatch batch, List<LaneBatch> left, boolean mayLand, int undecided)
            throws IOException {
        Isolation search = batch.isolation();
        if (search != null && left.isEmpty()) {
            search.partEnded();
        }
        int decided = search == null ? 0 : decide(search);
        lanes.putBack(batch, left, mayLand, undecided - decided);
    }

    /** Once the server takes others of their batch, points that were refused alone are rejected. */
    private int decide(Isolation search) throws IOException {
        if (!search.isTaken()) {
            return 0;
        }
        int decided = search.undecided().size();
        for (Isolation.Undecided point : search.undecided()) {
            rejections.refused(point.entry(), point.answer());
        }
        search.undecided().clear();
        return decided;
    }
}
