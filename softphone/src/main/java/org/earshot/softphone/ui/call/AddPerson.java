package org.earshot.softphone.ui.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.CallsModel;
import org.earshot.softphone.ui.model.PhoneModel;

/// Calls somebody who is to join a call, and lets all talk together once that one has answered. Where that comes to nothing those who wait are taken back. On the event
/// dispatch thread.
final class AddPerson {
    private final PhoneModel model;
    private final UserAgent phone;
    private final List<Id> with;
    private final Id added;
    private boolean begun;
    private Runnable forget = () -> {};

    private AddPerson(PhoneModel model, UserAgent phone, List<Id> with, Id added) {
        this.model = model;
        this.phone = phone;
        this.with = with;
        this.added = added;
    }

    /// @param call the one to be joined, with all who are together with it
    /// @param uri who is called
    static void call(PhoneModel model, UserAgent phone, CallLine call, String uri) {
        CallsModel calls = model.calls();
        List<Id> with =
                calls.isTogether(call.id())
                        ? calls.answered().stream()
                                .map(CallLine::id)
                                .filter(calls::isTogether)
                                .toList()
                        : List.of(call.id());
        AddPerson adding = new AddPerson(model, phone, with, phone.call(uri));
        adding.forget = model.onChange(adding::look);
    }

    private void look() {
        List<Id> there = with.stream().filter(id -> model.calls().find(id).isPresent()).toList();
        Optional<CallLine> line = model.calls().find(added);
        begun |= line.isPresent();
        if (there.isEmpty()) {
            forget.run(); // nobody is left to be joined: it is a call as any other
        } else if (line.filter(CallLine::isAnswered).isPresent()) {
            forget.run();
            List<Id> all = new ArrayList<>(there);
            all.add(added);
            phone.conference(all);
        } else if (begun && line.isEmpty()) {
            forget.run();
            takeBack(there);
        }
    }

    private void takeBack(List<Id> held) {
        if (held.size() > 1) {
            phone.conference(held);
        } else {
            phone.resume(held.getFirst());
        }
    }
}
