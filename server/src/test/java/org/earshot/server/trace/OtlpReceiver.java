package org.earshot.server.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Takes traces by OTLP over HTTP on loopback, and reads what it needs of the protobuf.
public final class OtlpReceiver implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> raw = new CopyOnWriteArrayList<>();

    /// A span as it came.
    ///
    /// @param parent "" for none
    /// @param kind 2 server, 3 client
    /// @param error whether its status says so
    public record Span(
            String trace,
            String span,
            String parent,
            String name,
            long kind,
            long nanos,
            Map<String, String> attributes,
            List<String> events,
            boolean error) {}

    private OtlpReceiver(HttpServer server) {
        this.server = server;
    }

    public static OtlpReceiver start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OtlpReceiver receiver = new OtlpReceiver(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", receiver::take);
        server.start();
        return receiver;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            raw.add(new String(body, ISO_8859_1));
            for (Field resource : fields(ByteBuffer.wrap(body), 1)) {
                for (Field scope : fields(resource.bytes(), 2)) {
                    fields(scope.bytes(), 2).forEach(span -> spans.add(span(span.bytes())));
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /// All that came, as it is on the wire.
    public String raw() {
        return String.join("\n", raw);
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /// Waits for spans.
    public List<Span> await(int count, Predicate<Span> which) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            List<Span> found = spans.stream().filter(which).toList();
            if (found.size() >= count) {
                return found;
            }
            assertThat(System.nanoTime()).as("%s came", spans).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private record Field(int number, long value, ByteBuffer bytes) {}

    private static List<Field> fields(ByteBuffer of, int number) {
        return fields(of).stream().filter(one -> one.number() == number).toList();
    }

    private static List<Field> fields(ByteBuffer of) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = of.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> fields.add(new Field(number, varint(in), ByteBuffer.allocate(0)));
                case FIXED_64 ->
                        fields.add(new Field(number, in.getLong(), ByteBuffer.allocate(0)));
                case BYTES -> {
                    int length = (int) varint(in);
                    fields.add(new Field(number, 0, in.slice(in.position(), length)));
                    in.position(in.position() + length);
                }
                default -> fields.add(new Field(number, in.getInt(), ByteBuffer.allocate(0)));
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static Span span(ByteBuffer bytes) {
        Map<String, String> attributes = new TreeMap<>();
        for (Field attribute : fields(bytes, 9)) {
            attributes.put(text(attribute.bytes(), 1), value(fields(attribute.bytes(), 2)));
        }
        return new Span(
                hex(bytes, 1),
                hex(bytes, 2),
                hex(bytes, 4),
                text(bytes, 5),
                number(bytes, 6),
                number(bytes, 8) - number(bytes, 7),
                attributes,
                fields(bytes, 11).stream().map(event -> text(event.bytes(), 2)).toList(),
                fields(bytes, 15).stream().anyMatch(status -> number(status.bytes(), 3) == 2));
    }

    private static String value(List<Field> any) {
        Field value = fields(any.getFirst().bytes()).getFirst();
        return value.number() == 1
                ? UTF_8.decode(value.bytes()).toString()
                : Long.toString(value.value());
    }

    private static String text(ByteBuffer in, int number) {
        return fields(in, number).stream()
                .findFirst()
                .map(one -> UTF_8.decode(one.bytes().duplicate()).toString())
                .orElse("");
    }

    private static long number(ByteBuffer in, int number) {
        return fields(in, number).stream().findFirst().map(Field::value).orElse(0L);
    }

    private static String hex(ByteBuffer in, int number) {
        return fields(in, number).stream()
                .findFirst()
                .map(one -> {
                    byte[] bytes = new byte[one.bytes().remaining()];
                    one.bytes().duplicate().get(bytes);
                    return HexFormat.of().formatHex(bytes);
                })
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
