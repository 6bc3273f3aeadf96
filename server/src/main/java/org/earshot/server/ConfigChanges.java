package org.earshot.server;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.earshot.server.admin.ConfigAdministration.Change;
import org.earshot.server.config.ServerConfig;

/// What one configuration says otherwise than another one, as an administrator may see it. Of a list of sections (trunks, rules and numbers of the dial plan)
/// that is what differs in each, by its name, such as `trunks[provider].port`; a section that comes or goes is one change, and so is another order. Pure.
final class ConfigChanges {
    private final List<Change> changes = new ArrayList<>();

    private ConfigChanges() {}

    /// @param now what holds
    /// @param latest what would
    /// @return by key
    static List<Change> between(ServerConfig now, ServerConfig latest) {
        ConfigChanges found = new ConfigChanges();
        Map<String, Object> before = ShownConfig.values(now);
        ShownConfig.values(latest).forEach((key, value) -> found.key(key, before.get(key), value));
        return List.copyOf(found.changes);
    }

    private void key(String key, Object before, Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        boolean restart = !RunningConfig.AT_ONCE.contains(key);
        if (isSections(before) || isSections(after)) {
            sections(key, named((List<?>) before), named((List<?>) after), restart);
        } else {
            value(key, before, after, restart);
        }
    }

    private void value(String key, Object before, Object after, boolean restart) {
        changes.add(
                new Change(
                        key,
                        ShownConfig.shown(key, before),
                        ShownConfig.shown(key, after),
                        restart));
    }

    private static boolean isSections(Object value) {
        return value instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(Record.class::isInstance);
    }

    /// By what stands first in a section: its name, or its number. Of two that are called the same the second one is told by `#2`.
    private static Map<String, Record> named(List<?> sections) {
        Map<String, Record> named = new LinkedHashMap<>();
        for (Object section : sections) {
            Record one = (Record) section;
            String name =
                    String.valueOf(ShownConfig.value(one.getClass().getRecordComponents()[0], one));
            String key = name;
            for (int i = 2; named.containsKey(key); i++) {
                key = name + "#" + i;
            }
            named.put(key, one);
        }
        return named;
    }

    private void sections(
            String key, Map<String, Record> before, Map<String, Record> after, boolean restart) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String place = key + "[" + name + "]";
            if (before.containsKey(name) && after.containsKey(name)) {
                section(place, before.get(name), after.get(name), restart);
            } else {
                changes.add(
                        new Change(
                                place,
                                whole(place, before.get(name)),
                                whole(place, after.get(name)),
                                restart));
            }
        }
        List<String> order = kept(before, after);
        List<String> newOrder = kept(after, before);
        if (!order.equals(newOrder)) {
            changes.add(
                    new Change(
                            key + " (order)",
                            String.join(", ", order),
                            String.join(", ", newOrder),
                            restart));
        }
    }

    /// The names of one that the other one has too.
    private static List<String> kept(Map<String, Record> of, Map<String, Record> other) {
        return of.keySet().stream().filter(other::containsKey).toList();
    }

    private static String whole(String place, Record section) {
        return section == null ? "" : ShownConfig.shown(place, section);
    }

    private void section(String place, Record before, Record after, boolean restart) {
        for (RecordComponent component : after.getClass().getRecordComponents()) {
            String key = place + "." + component.getName();
            Object was = ShownConfig.value(component, before);
            Object is = ShownConfig.value(component, after);
            if (!Objects.equals(was, is)) {
                value(key, was, is, restart);
            }
        }
    }
}
