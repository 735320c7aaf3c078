/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.sink.LaneBatch.Suspicion;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * What becomes of batches that failed for a passing reason: they wait to be sent again, without
 * limit, unless the server fails with one of them again and again while it is well otherwise. Then
 * a point of it is at fault: the batch is halved until that point stands alone.
 *
 * <p>Only a 500 in InfluxDB's words counts, in a row, and no text that says overload. A point is
 * rejected only after as many failures of its own, and if others of its bucket landed since the
 * last but one of them: so a server that fails with everything gets its points again, however long
 * that takes.
 */
final class PoisonBatches {

    /** So many times in a row the server may fail with a batch. */
    static final int ATTEMPTS = 10;

    private final Lanes lanes;
    private final RefusedBatches refused;
    private final ServerProbe probe;

    /**
     * No suspicion yet.
     *
     * @param probe asks the server if it would take points
     */
    PoisonBatches(Lanes lanes, RefusedBatches refused, ServerProbe probe) {
        this.lanes = lanes;
        this.refused = refused;
        this.probe = probe;
    }

    /** The server looked at a request. */
    void answered(LaneBatch batch) {
        health(batch).answered(batch.lane());
    }

    private BucketHealth health(LaneBatch batch) {
        return lanes.bucket(batch).health();
    }

    private long landed(LaneBatch batch) {
        return lanes.bucket(batch).confirmations();
    }

    /** A request failed, for a reason that may pass. */
    void failed(LaneBatch whole, Throwable cause) throws IOException {
        health(whole).failed(whole.lane());
        Suspicion before = whole.suspicion();
        Suspicion after = suspicion(whole, cause);
        LaneBatch batch = whole.again(after);
        boolean mayLand = WriteErrorClassifier.mayStillLand(cause);
        if (after == null || !(cause instanceof InfluxDBException answer)) {
            putBack(batch, mayLand);
            return;
        }
        boolean isInSearch = batch.isolation() != null && batch.isolation().cutsAtServerFault();
        if (isInSearch && batch.size() > 1) {
            cut(batch, mayLand);
        } else if (before == null || after.failures() < ATTEMPTS) {
            putBack(batch, mayLand);
        } else if (landed(batch) > before.landed()) {
            isolate(batch, answer, mayLand);
        } else if (!health(batch).isFirstFailing(batch.lane())) {
            // It is the server, or else the search of the first lane that fails makes some land.
            putBack(batch, mayLand);
        } else {
            stuck(batch, mayLand, health(batch).probes() > before.probes());
        }
    }

    @Nullable
    private Suspicion suspicion(LaneBatch batch, Throwable cause) {
        if (batch.isDelete() || !WriteErrorClassifier.isServerFault(cause)) {
            return null;
        }
        int failures = batch.suspicion() == null ? 0 : batch.suspicion().failures();
        return new Suspicion(failures + 1, landed(batch), health(batch).probes());
    }

    private void putBack(LaneBatch batch, boolean mayLand) {
        lanes.putBack(batch, List.of(batch), mayLand, 0);
    }

    /** The server fails with this batch, and took others meanwhile. */
    private void isolate(LaneBatch batch, InfluxDBException answer, boolean mayLand)
            throws IOException {
        if (batch.size() > 1) {
            search(batch, mayLand);
        } else {
            answered(batch);
            refused.poisonous(batch, answer);
        }
    }

    /**
     * Nothing else lands. If the server would take points, something else gets its turn: a part of
     * the batch, or what follows it.
     */
    private void stuck(LaneBatch batch, boolean mayLand, boolean isServerWell) {
        if (!isServerWell) {
            putBack(batch, mayLand);
            probe(batch);
        } else if (batch.size() > 1) {
            search(batch, mayLand);
        } else {
            putBack(batch, mayLand);
            lanes.letOthersPass(batch);
            probe(batch);
        }
    }

    private void probe(LaneBatch batch) {
        BucketHealth health = health(batch);
        probe.ask(
                batch.bucket(),
                failure -> {
                    if (failure == null) {
                        health.probePassed();
                    }
                });
    }

    private void search(LaneBatch batch, boolean mayLand) {
        Isolation search = batch.isolation() == null ? new Isolation() : batch.isolation();
        search.goesForServerFault();
        cut(batch.in(search), mayLand);
    }

    private void cut(LaneBatch batch, boolean mayLand) {
        batch.isolation().cutForServerFault();
        lanes.putBack(batch, batch.cutAt(batch.size() / 2), mayLand, 0);
        if (!batch.isolation().cutsAtServerFault()) {
            // Whatever is sent, nothing is taken: it is the server after all.
            lanes.regroup(batch);
        }
    }
}
