/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.apache.flink.connector.influxdb.testserver.ServerWay.UnavailableException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The order of the ways, and what is said when none works. */
class ServerLocatorTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void theFirstWayThatWorksIsTaken() {
        ServerInstance server = new GivenServer("X", "http://first", Credentials.NONE);
        ServerLocator locator =
                new ServerLocator(
                        List.of(
                                unavailable("a", "no a"),
                                working("b", server),
                                unavailable("c", "no c")));

        assertThat(locator.locate(ServerKind.V2)).isSameAs(server);
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void oneMessageListsEverythingThatWasTried() {
        ServerLocator locator =
                new ServerLocator(
                        List.of(
                                unavailable("a", "no a here"),
                                unavailable("b", "b broke\nat once")));

        assertThatThrownBy(() -> locator.locate(ServerKind.V1_FLUX))
                .isInstanceOf(TestServerException.class)
                .hasMessage(
                        """
                        No InfluxDB for the test (V1_FLUX). Tried, in this order:
                          1. a: no a here
                          2. b: b broke
                             at once""");
    }

    @Test
    void aMistakeOfTheUserIsNotHiddenByTheNextWay() {
        ServerLocator locator =
                new ServerLocator(
                        List.of(
                                way(
                                        "a",
                                        () -> {
                                            throw new TestServerException("your variable is wrong");
                                        }),
                                unavailable("b", "no b")));

        assertThatThrownBy(() -> locator.locate(ServerKind.V1))
                .hasMessage("your variable is wrong");
        assertThat(asked).containsExactly("a");
    }

    private ServerWay working(String name, ServerInstance instance) {
        return way(name, () -> instance);
    }

    private ServerWay unavailable(String name, String reason) {
        return way(
                name,
                () -> {
                    throw new UnavailableException(reason);
                });
    }

    private ServerWay way(String name, Opening opening) {
        return new ServerWay() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ServerInstance open(ServerKind kind) throws UnavailableException {
                asked.add(name);
                return opening.open();
            }
        };
    }

    private interface Opening {
        ServerInstance open() throws UnavailableException;
    }
}
