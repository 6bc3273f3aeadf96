package org.earshot.softphone.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.GroupService;

/// The groups that the user is in, asked of the server when the window opens, when somebody else's conversation is chosen, and when a new one begins: it tells nobody of
/// changes. Where the server has no groups for phones there are none. Event dispatch thread.
final class GroupsModel {
    /// Who goes through the list asks once.
    private static final int PAUSE_MILLIS = 200;

    private final GroupService service;
    private final PhoneModel model;
    private final Timer pause = new Timer(PAUSE_MILLIS, _ -> ask());
    private Map<String, GroupService.Group> mine = Map.of();
    private boolean mayMake;
    private Optional<String> seen = Optional.empty();
    private int chats = -1;

    GroupsModel(GroupService service, PhoneModel model) {
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
        if (model.own().isEmpty()) {
            return;
        }
        int now = model.chats().size();
        if (now != chats || !model.selected().equals(seen)) {
            chats = now;
            seen = model.selected();
            pause.restart();
        }
    }

    /// Asks the server anew.
    void ask() {
        var _ =
                service.mine()
                        .whenComplete((answer, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        take(answer);
                                    } else if (!isPassing(failure)) {
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
