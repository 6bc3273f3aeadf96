package org.earshot.interop;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.earshot.common.key.TrustedCertificates;

/// A phone of another make that only writes, over any node: to each person one text after the other, and one that got no answer is not said again. One
/// thread uses it; others may look at what was acknowledged.
final class StrangersWriter {
    private final String name;
    private final Map<KillableServer, LoadPhone> phones = new HashMap<>();
    private final Map<String, CompletableFuture<?>> underWay = new HashMap<>();
    private final List<KillablePhone.Acknowledged> acknowledged = new CopyOnWriteArrayList<>();

    StrangersWriter(String name) {
        this.name = name;
    }

    /// Writes to somebody, unless the text before is not answered yet or the node is away.
    void write(KillableServer node, String to, String text) {
        if (!underWay.getOrDefault(to, CompletableFuture.completedFuture(null)).isDone()) {
            return;
        }
        try {
            underWay.put(
                    to,
                    phone(node)
                            .message(to, text)
                            .thenAccept(status -> {
                                if (status / 100 == 2) {
                                    acknowledged.add(new KillablePhone.Acknowledged(to, text));
                                }
                            }));
        } catch (IOException | RuntimeException e) {
            phones.remove(node); // it has just been killed
        }
    }

    private LoadPhone phone(KillableServer node) throws IOException {
        LoadPhone known = phones.get(node);
        if (known == null) {
            EarshotServer server = node.server();
            known =
                    LoadPhone.connect(
                            name,
                            "pw" + name,
                            server.address("tls"),
                            Optional.of(TrustedCertificates.fromPem(server.ca()).context()),
                            _ -> {});
            phones.put(node, known);
        }
        return known;
    }

    /// What got a 2xx, in that order.
    List<KillablePhone.Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }
}
