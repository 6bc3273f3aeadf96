package org.earshot.server.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.server.config.ListenAddress;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves HTTP/1.1, over TLS 1.2 and 1.3 with the server's certificate or, on this machine alone, without. Closed by [#close].
public final class WebListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebListener.class);

    /// A connection on which nothing moves is closed.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int MOST_HEADERS = 8 * 1024;
    private static final int RETRY_AFTER = 5;

    private final Javalin javalin;
    private final List<ServerConnector> connectors;

    private WebListener(Javalin javalin, List<ServerConnector> connectors) {
        this.javalin = javalin;
        this.connectors = connectors;
    }

    /// Which Host a request over TLS may name (RFC 9110 §7.2).
    public enum Host {
        /// One that the certificate names.
        CERTIFIED,
        /// Any: a load balancer or a Prometheus has its own name for us, and shows a token.
        ANY
    }

    /// Binds the addresses and begins to serve.
    ///
    /// @param key of the configuration, for the words of what went wrong
    /// @param tls for each address, with the server's certificate, which may change meanwhile; empty: without TLS
    /// @param host for requests over TLS
    /// @param routes adds what is served
    /// @throws IOException if an address can't be bound; it names the key
    public static WebListener open(
            String key,
            Map<InetSocketAddress, Optional<SSLContext>> tls,
            Host host,
            Consumer<JavalinConfig> routes)
            throws IOException {
        Map<InetSocketAddress, ServerSocketChannel> bound = bind(key, tls.keySet());
        List<ServerConnector> connectors = new ArrayList<>();
        Javalin javalin =
                Javalin.create(config -> {
                    configure(config);
                    config.jetty.threadPool = threads(key);
                    tls.forEach((address, context) ->
                            config.jetty.addConnector((server, _) -> {
                                ServerConnector connector =
                                        connector(server, context, bound.get(address), host);
                                connectors.add(connector);
                                return connector;
                            }));
                    routes.accept(config);
                });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            close(bound.values());
            throw new IOException(
                    key + ": " + tls.keySet() + " can't be used: " + e.getMessage(), e);
        }
        return new WebListener(javalin, List.copyOf(connectors));
    }

    /// Before Javalin has a part in it: of an address that is taken it makes an error with all its calls, where one sentence helps.
    private static Map<InetSocketAddress, ServerSocketChannel> bind(
            String key, Collection<InetSocketAddress> addresses) throws IOException {
        Map<InetSocketAddress, ServerSocketChannel> bound = new HashMap<>();
        for (InetSocketAddress address : addresses) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            bound.put(address, channel);
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(address);
            } catch (IOException e) {
                close(bound.values());
                throw new IOException(
                        key + ": " + ListenAddress.text(address) + " " + ListenAddress.problem(e),
                        e);
            }
        }
        return bound;
    }

    private static void close(Collection<ServerSocketChannel> channels) {
        for (ServerSocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("{} was not closed", channel, e);
            }
        }
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.routes.after(RequestBody::answerAndTakeTheRest);
        config.routes.exception(StoreUnavailableException.class, (_, http) -> later(http));
        config.routes.exception(ArchiveUnavailableException.class, (_, http) -> later(http));
        config.routes.exception(
                Exception.class,
                (e, http) -> {
                    log.warn("{} {} failed", http.req().getMethod(), http.endpoint().path, e);
                    http.status(500);
                });
    }

    private static void later(io.javalin.http.Context http) {
        http.status(503).header("Retry-After", Integer.toString(RETRY_AFTER));
    }

    private static QueuedThreadPool threads(String key) {
        String name = key.substring(0, key.indexOf('.'));
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName(name);
        threads.setDaemon(true);
        // what may block runs on these
        threads.setVirtualThreadsExecutor(
                task -> Thread.ofVirtual().name(name + "-request").start(task));
        return threads;
    }

    private static ServerConnector connector(
            Server server, Optional<SSLContext> tls, ServerSocketChannel bound, Host host) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(MOST_HEADERS);
        http.setIdleTimeout(IDLE.toMillis());
        if (tls.isPresent()) {
            http.addCustomizer(new SecureRequestCustomizer(host == Host.CERTIFIED));
        }
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector =
                tls.map(context -> new ServerConnector(server, secured(context), plain))
                        .orElseGet(() -> new ServerConnector(server, plain));
        connector.setIdleTimeout(IDLE.toMillis());
        try {
            InetSocketAddress address = (InetSocketAddress) bound.getLocalAddress();
            connector.setHost(address.getAddress().getHostAddress());
            connector.setPort(address.getPort());
            connector.open(bound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    private static SslConnectionFactory secured(SSLContext tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls);
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return new SslConnectionFactory(ssl, "http/1.1");
    }

    /// Where it is served, with real ports.
    public List<InetSocketAddress> addresses() {
        return connectors.stream()
                .map(connector ->
                        new InetSocketAddress(connector.getHost(), connector.getLocalPort()))
                .toList();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
