package org.earshot.server.monitor;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.earshot.common.stack.StackObserver;
import org.earshot.proxy.archive.Archive;
import org.earshot.registrar.quality.QualityStore;

/// All numbers of a server. Names and units are as Prometheus has them: `earshot_…_total` counts, `…_seconds` and `…_bytes` measure. No
/// label has values that people or phones make up. Thread-safe.
public final class Metrics implements AutoCloseable {
    /// The version of the text format that Prometheus has read from its beginnings on.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PrometheusMeterRegistry registry = registry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final LoggedTrouble trouble = new LoggedTrouble();
    private final SipMetrics sip = new SipMetrics(registry);
    private final Samples samples = new Samples(PATIENCE);
    // a registry refers to what it counts by weak references
    private final List<Object> counted = new CopyOnWriteArrayList<>();

    /// @param version of the server
    public Metrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            counter(
                    "process.cpu.seconds",
                    "Processor time of the process, in seconds",
                    () -> system.getProcessCpuTime() / 1e9);
        }
        gauge(
                "earshot.build.info",
                "Always 1; the version is its label",
                () -> 1,
                "version",
                version);
        trouble.start();
        for (Level level : List.of(Level.WARN, Level.ERROR)) {
            counter(
                    "earshot.log.events",
                    "Lines of the log that tell of trouble",
                    () -> trouble.count(level),
                    "level",
                    level.levelStr.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /// With its filters, which must be there before anything is counted.
    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // in nanoseconds, which no rule of Prometheus would have
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        // a name that only a histogram may have
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        return registry;
    }

    /// Counts what the SIP stack tells.
    public StackObserver sip() {
        return sip;
    }

    /// The same archive, with its events counted and its commits timed.
    public Archive measured(Archive archive) {
        return new MeasuredArchive(archive, registry);
    }

    /// The same store, with the opinion scores of what it takes.
    public QualityStore measured(QualityStore reports) {
        return new MeasuredReports(reports, registry.getPrometheusRegistry());
    }

    /// Measures the connections of a database.
    public MetricsTrackerFactory connections() {
        return new MicrometerMetricsTrackerFactory(registry);
    }

    /// A value that goes up and down.
    ///
    /// @param name in lower case with dots, the unit at its end
    /// @param value asked at each look; NaN where it is not known. It must not wait: what does is [#sampled]
    /// @param labels name and value, in turn
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble).description(help).tags(labels).register(registry);
    }

    /// A count that only grows.
    ///
    /// @param name as above, without `total`
    public void counter(String name, String help, DoubleSupplier value, String... labels) {
        counted.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(help)
                .tags(labels)
                .register(registry);
    }

    /// What must be asked of a store, and may take a while: once for each look at the numbers.
    ///
    /// @param asking may throw; then the values are not known
    public <T> Sampled<T> sampled(Samples.Asking<T> asking) {
        return samples.add(asking);
    }

    /// What a counter has come to; 0 for one that is not there.
    ///
    /// @param name as it was registered
    public double total(String name, String... labels) {
        Counter counter = registry.find(name).tags(labels).counter();
        return counter == null ? 0 : counter.count();
    }

    /// What a gauge shows; NaN for one that is not there.
    ///
    /// @param name as it was registered
    public double value(String name) {
        Gauge gauge = registry.find(name).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    /// All of them in Prometheus' text format. May wait for the stores, two seconds at most.
    public String text() {
        samples.take();
        return registry.scrape();
    }

    @Override
    public void close() {
        trouble.stop();
        collections.close();
        registry.close();
    }
}
