/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * An HTTP/1.1 server in this process that does what a test wants, down to the bytes: also what no
 * decent server does, such as hanging up in the middle of a chunk.
 */
final class ScriptedServer implements Closeable {

    /** What the server does with a request. It hangs up afterwards if the result is false. */
    @FunctionalInterface
    interface Script {
        boolean answer(Request request, Socket socket, OutputStream out) throws IOException;
    }

    /** A request as it came, with the names of its headers in lower case. */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The body as text, decompressed if need be. */
        String text() {
            try {
                InputStream in = new ByteArrayInputStream(body);
                byte[] plain =
                        header("content-encoding").equals("gzip")
                                ? new GZIPInputStream(in).readAllBytes()
                                : body;
                return new String(plain, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("The body is not gzip", e);
            }
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    ScriptedServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedServer(ServerSocket listener, Script script) {
        this.script = script;
        this.listener = listener;
        start("listener", this::accept);
    }

    /** A server that gives every request the same answer. */
    static ScriptedServer answering(int status, String body, String... headers) throws IOException {
        return new ScriptedServer((request, socket, out) -> respond(out, status, body, headers));
    }

    /** The URL of a server that has gone. */
    static String goneUrl() throws IOException {
        // Without a thread that accepts: one would take a last connection after the closing.
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://localhost:" + gone.getLocalPort();
        }
    }

    /** Writes a whole answer; headers come as {@code "Name: value"}. */
    static boolean respond(OutputStream out, int status, String body, String... headers)
            throws IOException {
        return respond(out, status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static boolean respond(OutputStream out, int status, byte[] body, String... headers)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        if (status != 204) {
            all.add("Content-Length: " + body.length);
        }
        head(out, status, all.toArray(String[]::new));
        if (status != 204) {
            out.write(body);
        }
        out.flush();
        return true;
    }

    /** Writes the part of an answer before its body. */
    static void head(OutputStream out, int status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends nothing until the client hangs up or the socket's timeout has passed. */
    static boolean silence(InputStream in) {
        try {
            return in.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes a chunk of a body with {@code Transfer-Encoding: chunked}. */
    static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** All requests so far. */
    List<Request> requests() {
        return requests;
    }

    Request lastRequest() {
        return requests.get(requests.size() - 1);
    }

    /** How many connections there were. */
    int connectionCount() {
        return accepted.size();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                accepted.add(socket);
                connections.add(socket);
                start("connection", () -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean goOn = true;
            while (goOn) {
                Request request = readOrRefuse(in, out);
                requests.add(request);
                goOn = script.answer(request, socket, out);
            }
        } catch (IOException e) {
            // The client hung up, or the test is over.
        } finally {
            connections.remove(socket);
        }
    }

    private static Request readOrRefuse(InputStream in, OutputStream out) throws IOException {
        try {
            return read(in);
        } catch (IndexOutOfBoundsException e) {
            respond(out, 400, ""); // As Go does with what is no HTTP.
            throw new IOException("This is no HTTP", e);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(first[0], first[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "scripted-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
