package org.earshot.softphone.ui.group;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;

/// The groups that the user is in. The server tells nobody of changes: it is asked when the window opens, when a conversation begins, and when another conversation is
/// chosen and the last answer is a minute old. Where the server has no groups for phones there are none, and it is not asked again for who only looks around. Event dispatch
/// thread.
public final class GroupsModel {
    /// Who goes through the list asks once.
    private static final int PAUSE_MILLIS = 200;

    /// So long an answer is good enough for who goes from one conversation to another.
    static final Duration FRESH = Duration.ofMinutes(1);

    private final GroupService service;
    private final PhoneModel model;
    private final Timer pause = new Timer(PAUSE_MILLIS, _ -> ask());
    private Map<String, GroupService.Group> mine = Map.of();
    private boolean mayMake;
    private Optional<String> seen = Optional.empty();
    private Optional<Instant> asked = Optional.empty();
    private boolean none;
    private int chats = -1;

    /// @param model is told the names of groups, and which there are
    public GroupsModel(GroupService service, PhoneModel model) {
        this.service = service;
        this.model = model;
        pause.setRepeats(false);
    }

    /// A group that the user is in.
    Optional<GroupService.Group> of(String uri) {
        return Optional.ofNullable(mine.get(Names.key(uri)));
    }

    /// Whether the user may make another one.
    boolean mayMake() {
        return mayMake;
    }

    void refresh() {
        if (isNeeded()) {
            pause.restart();
        }
    }

    /// Whether there is something to ask for since the last look.
    boolean isNeeded() {
        if (model.ownAtServer().isEmpty()) {
            return false;
        }
        boolean begun = model.peers() > chats;
        boolean elsewhere = !model.selected().equals(seen);
        chats = model.peers();
        seen = model.selected();
        return begun || (elsewhere && !none && isOld());
    }

    private boolean isOld() {
        return asked.map(at -> !model.now().isBefore(at.plus(FRESH))).orElse(true);
    }

    /// Asks the server anew.
    void ask() {
        asked = Optional.of(model.now());
        var _ =
                service.mine()
                        .whenComplete((answer, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        none = false;
                                        take(answer);
                                    } else if (isPassing(failure)) {
                                        asked = Optional.empty();
                                    } else {
                                        none = true;
                                        take(new GroupService.Mine(false, java.util.List.of()));
                                    }
                                }));
    }

    /// What is away for a moment leaves what is known as it is.
    private static boolean isPassing(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof AccountFailure known
                && known.trouble() == AccountFailure.Trouble.PASSING;
    }

    private void take(GroupService.Mine answer) {
        Map<String, GroupService.Group> groups = new LinkedHashMap<>();
        for (GroupService.Group group : answer.groups()) {
            groups.put(Names.key(group.address()), group);
            model.directoryHas(group.address(), group.displayName());
        }
        if (!groups.equals(mine) || mayMake != answer.mayMake()) {
            mine = groups;
            mayMake = answer.mayMake();
            model.groupsAre(groups.keySet());
        }
    }
}
