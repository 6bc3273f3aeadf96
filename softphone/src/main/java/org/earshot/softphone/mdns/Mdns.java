package org.earshot.softphone.mdns;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Announces one service, and looks for others. Has a socket, and a thread that owns all else, only while one of the two is wanted: a
/// machine that neither wants to be found nor looks says nothing at all. Thread-safe.
public final class Mdns implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mdns.class);

    /// How often the machine is asked for its network cards.
    private static final long LOOK_EACH = 5000;

    private static final long PATIENCE_MS = 1000;

    private final DnsName type;
    private final DnsName host;
    private final Object lock = new Object();

    /// Guarded by the lock.
    private final Queue<Runnable> commands = new ArrayDeque<>();

    private Optional<MdnsSocket> running = Optional.empty(); // guarded by the lock

    // the thread's own
    private Optional<Announcement> announcement = Optional.empty();
    private final List<Search> searches = new ArrayList<>();

    /// @param service such as `_sip._udp`
    /// @param random for the name by which this machine is known, which says nothing of it
    public Mdns(String service, RandomGenerator random) {
        type = DnsName.of(service + ".local");
        host = DnsName.of("earshot-" + Long.toHexString(random.nextLong()) + ".local");
    }

    /// Lets a service be found, in place of one before it.
    ///
    /// @param name at most 63 bytes of UTF-8; one that somebody has already gets a number
    /// @throws IllegalArgumentException if the name can't be
    public void announce(String name, int port) {
        DnsName checked = type.child(name);
        command(() -> {
            goodbye();
            announcement = Optional.of(new Announcement(type, checked.first(), port, host, now()));
        });
    }

    /// Lets nothing be found any more; the neighbours are told.
    public void withdraw() {
        unlessIdle(this::goodbye);
    }

    private void unlessIdle(Runnable command) {
        synchronized (lock) {
            if (running.isPresent()) {
                commands.add(command);
                running.get().wakeUp();
            }
        }
    }

    /// Says goodbye, ends all, and returns when that is done.
    @Override
    public void close() {
        CompletableFuture<Void> said = new CompletableFuture<>();
        synchronized (lock) {
            if (running.isEmpty()) {
                return;
            }
            unlessIdle(() -> {
                goodbye();
                searches.clear();
                said.complete(null);
            });
        }
        try {
            said.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("no goodbye", e);
        }
    }

    /// Looks for services of the type, but for the own one, until it is told to end.
    ///
    /// @param found gets all so far whenever one more is, on the thread of this object
    /// @return ends it
    public Runnable search(Consumer<List<Found>> found) {
        return begin(Search.forServices(type, this::isOurs, found, now()));
    }

    /// Looks for the addresses of a host.
    ///
    /// @param name such as `bob-laptop.local`
    /// @param found as of [#search]
    /// @throws IllegalArgumentException if that is no name
    public Runnable lookUp(String name, Consumer<List<Found>> found) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return begin(Search.forHost(DnsName.of(plain), found, now()));
    }

    private Runnable begin(Search search) {
        command(() -> searches.add(search));
        return () -> command(() -> searches.remove(search));
    }

    private boolean isOurs(DnsName instance) {
        return announcement.filter(own -> own.instance().equals(instance)).isPresent();
    }

    private void command(Runnable command) {
        synchronized (lock) {
            commands.add(command);
            if (running.isEmpty()) {
                try {
                    MdnsSocket socket = new MdnsSocket();
                    running = Optional.of(socket);
                    Thread.ofPlatform().daemon().name("mdns").start(() -> run(socket));
                } catch (IOException e) {
                    commands.clear();
                    log.warn("no neighbours: {}", e.toString());
                }
            } else {
                running.get().wakeUp();
            }
        }
    }

    private void run(MdnsSocket socket) {
        try {
            serve(socket);
        } catch (IOException | RuntimeException e) {
            log.warn("no neighbours any more", e);
            announcement = Optional.empty();
            searches.clear();
            synchronized (lock) {
                running = Optional.empty();
                commands.clear();
            }
        } finally {
            socket.close();
        }
    }

    private void serve(MdnsSocket socket) throws IOException {
        long look = now();
        while (doCommands()) {
            long now = now();
            if (now >= look) {
                if (socket.look()) {
                    announcement.ifPresent(own -> own.tellAgain(now));
                }
                look = now + LOOK_EACH;
            }
            announcement.flatMap(own -> own.tick(now)).ifPresent(socket::say);
            for (Search search : searches) {
                search.tick(now).ifPresent(question -> socket.say(_ -> question));
            }
            socket.hear(untilNext(look) - now()).ifPresent(heard -> heard(socket, heard));
        }
    }

    /// @return false: nobody wants anything any more
    private boolean doCommands() {
        while (true) {
            Runnable command;
            synchronized (lock) {
                command = commands.poll();
                if (command == null) {
                    boolean wanted = announcement.isPresent() || !searches.isEmpty();
                    if (!wanted) {
                        running = Optional.empty();
                    }
                    return wanted;
                }
            }
            command.run();
        }
    }

    private void heard(MdnsSocket socket, DnsMessage message) {
        try {
            announcement.flatMap(own -> own.heard(message, now())).ifPresent(socket::say);
            List.copyOf(searches).forEach(search -> search.heard(message));
        } catch (RuntimeException e) {
            log.error("what a neighbour said was lost", e); // the others are heard all the same
        }
    }

    private long untilNext(long look) {
        long next = Math.min(look, announcement.map(Announcement::next).orElse(Announcement.NEVER));
        for (Search search : searches) {
            next = Math.min(next, search.next());
        }
        return next;
    }

    /// On the thread, or while there is none.
    private void goodbye() {
        Optional<MdnsSocket> socket;
        synchronized (lock) {
            socket = running;
        }
        announcement
                .flatMap(Announcement::goodbye)
                .ifPresent(words -> socket.ifPresent(open -> open.say(words)));
        announcement = Optional.empty();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
