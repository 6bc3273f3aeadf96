package org.earshot.softphone.ui.account;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ui.words.Names;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// People's names and pictures, fetched once somebody is shown. Only the server of the user's own organisation is asked. Event dispatch thread.
public final class Pictures {
    private static final Logger log = LoggerFactory.getLogger(Pictures.class);

    /// Of so many people at most: a picture takes 256 KB.
    private static final int MOST = 300;

    private final AccountService service;
    private final BiConsumer<String, String> onName;
    private final Runnable onChange;
    private final Map<String, BufferedImage> known = new ConcurrentHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Executor decoders = Executors.newVirtualThreadPerTaskExecutor();

    /// @param onName gets an address and how the directory calls who has it, before `onChange`
    /// @param onChange there is another name or picture
    public Pictures(AccountService service, BiConsumer<String, String> onName, Runnable onChange) {
        this.service = service;
        this.onName = onName;
        this.onChange = onChange;
    }

    /// Somebody's picture; empty: there is none, or it has not come yet.
    public Optional<BufferedImage> of(String uri) {
        return Optional.ofNullable(known.get(Names.key(uri)));
    }

    /// These people are shown.
    ///
    /// @param own the user's address, whose domain's server has pictures
    public void want(Collection<String> people, String own) {
        String domain = own.substring(own.indexOf('@'));
        for (String uri : people) {
            String key = Names.key(uri);
            if (key.endsWith(domain) && asked.size() < MOST && asked.add(key)) {
                fetch(key);
            }
        }
    }

    /// Somebody has another one.
    void forget(String uri) {
        asked.remove(Names.key(uri));
        known.remove(Names.key(uri));
    }

    private void fetch(String key) {
        var _ =
                service.person(key)
                        .thenCompose(person -> picture(key, person))
                        .thenAcceptAsync(picture -> picture.ifPresent(p -> keep(key, p)), decoders)
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                log.debug("nothing of {}: {}", key, failure.toString());
                            }
                        });
    }

    private CompletionStage<Optional<AccountService.Picture>> picture(
            String key, Optional<AccountService.Person> person) {
        person.ifPresent(known ->
                SwingUtilities.invokeLater(() -> {
                    onName.accept(key, known.displayName());
                    onChange.run();
                }));
        return person.flatMap(AccountService.Person::picture).isPresent()
                ? service.picture(key)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private void keep(String key, AccountService.Picture picture) {
        decode(picture.content())
                .ifPresent(image -> {
                    known.put(key, image);
                    SwingUtilities.invokeLater(onChange);
                });
    }

    /// Empty for what is no picture.
    static Optional<BufferedImage> decode(byte[] content) {
        try {
            return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(content)));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty(); // it is damaged
        }
    }
}
