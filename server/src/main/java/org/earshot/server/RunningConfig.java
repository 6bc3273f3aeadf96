package org.earshot.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.earshot.server.config.ServerConfig;

/// The configuration that a server started with, and what of a later one holds since. Thread-safe.
final class RunningConfig {
    /// What can be changed while the server runs. All else is read once: sockets, certificates, stores, and what many parts have to
    /// agree upon.
    static final Set<String> AT_ONCE =
            Set.of(
                    "registrar.minExpires",
                    "registrar.defaultExpires",
                    "registrar.maxExpires",
                    "people.signUp",
                    "security.bans.accounts",
                    "security.bans.window",
                    "security.bans.length",
                    "security.bans.exempt",
                    "people.groups",
                    "trunks",
                    "dialplan.country",
                    "dialplan.national",
                    "dialplan.international",
                    "dialplan.emergency",
                    "dialplan.emergencyTrunks",
                    "dialplan.premium",
                    "dialplan.callsPerHour",
                    "dialplan.callsAtOnce",
                    "dialplan.rules",
                    "dialplan.numbers",
                    "console.sessionIdle",
                    "console.sessionLongest",
                    "archive.notice",
                    "archive.newOfficersWait");

    private final List<Consumer<ServerConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile ServerConfig now;

    RunningConfig(ServerConfig start) {
        this.now = start;
    }

    /// What holds.
    ServerConfig now() {
        return now;
    }

    /// Tells what holds, whenever it is something else.
    void onChange(Consumer<ServerConfig> listener) {
        listeners.add(listener);
    }

    /// Takes over what can be changed now.
    synchronized void take(ServerConfig latest) {
        ServerConfig merged = merged(now, latest);
        if (!merged.equals(now)) {
            now = merged;
            listeners.forEach(listener -> listener.accept(merged));
        }
    }

    /// What would hold.
    static ServerConfig merged(ServerConfig now, ServerConfig latest) {
        return (ServerConfig) merge("", now, latest);
    }

    private static Record merge(String prefix, Record now, Record latest) {
        RecordComponent[] components = now.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + components[i].getName();
            Object before = value(components[i], now);
            Object after = value(components[i], latest);
            values[i] =
                    before instanceof Record section
                            ? merge(key + ".", section, (Record) after)
                            : AT_ONCE.contains(key) ? after : before;
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor =
                    now.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "what can be changed at once depends on what can't", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
