/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/** Starts a server that is installed on this machine. */
final class NativeWay implements ServerWay {
    private final NativeBinaries binaries;

    NativeWay(NativeBinaries binaries) {
        this.binaries = binaries;
    }

    @Override
    public String name() {
        return "a native influxd";
    }

    @Override
    public ServerInstance open(ServerKind kind) throws UnavailableException {
        try {
            return NativeServer.launch(kind, binaries.find(kind));
        } catch (TestServerException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }
}
