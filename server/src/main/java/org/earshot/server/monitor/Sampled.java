package org.earshot.server.monitor;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/// What a store said when it was last asked. Thread-safe.
///
/// @param <T> what it says
public final class Sampled<T> {
    private final Samples.Asking<T> asking;
    private volatile Optional<T> last = Optional.empty();

    Sampled(Samples.Asking<T> asking) {
        this.asking = asking;
    }

    /// A number of it; NaN where it is not known.
    public DoubleSupplier value(ToDoubleFunction<T> number) {
        return () -> last.map(number::applyAsDouble).orElse(Double.NaN);
    }

    void ask() {
        try {
            last = Optional.of(asking.ask());
        } catch (Exception e) {
            last = Optional.empty();
        }
    }

    void forget() {
        last = Optional.empty();
    }
}
