/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/** Passes bytes on to a server and back, until it is told to cut or hold what comes back. */
final class CuttingProxy implements Closeable {

    private final ServerSocket listener;
    private final URI target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
    private volatile long bytesBeforeHold = Long.MAX_VALUE;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong passed = new AtomicLong();

    CuttingProxy(String url) throws IOException {
        this.target = URI.create(url);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "http://localhost:" + listener.getLocalPort();
    }

    /** Cuts the connection on which a server answers after so many bytes from now on, once. */
    void cutAfter(long bytes) {
        untilCut.set(bytes);
    }

    void cutNothing() {
        untilCut.set(Long.MAX_VALUE);
    }

    /** Holds back all that comes behind so many bytes of a connection, until it is released. */
    void holdAfter(long bytes) {
        bytesBeforeHold = bytes;
    }

    void release() {
        bytesBeforeHold = Long.MAX_VALUE;
        released.countDown();
    }

    /** How many bytes of answers have been passed on. */
    long passed() {
        return passed.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server, false));
                start(() -> pump(server, client, true));
            } catch (IOException e) {
                // The server is gone, so this client is too; or the test is over.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        byte[] buffer = new byte[16 * 1024];
        long bytes = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                long left = isAnswer ? untilCut.getAndUpdate(left(count)) : Long.MAX_VALUE;
                if (left < count) {
                    out.write(buffer, 0, (int) left);
                    return;
                }
                bytes += count;
                if (isAnswer && bytes > bytesBeforeHold) {
                    released.await();
                }
                out.write(buffer, 0, count);
                passed.addAndGet(isAnswer ? count : 0);
            }
        } catch (IOException e) {
            // One side hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** What is left after some bytes; nothing is cut any more once it was. */
    private static LongUnaryOperator left(int count) {
        return left -> left == Long.MAX_VALUE || left < count ? Long.MAX_VALUE : left - count;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        release();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
