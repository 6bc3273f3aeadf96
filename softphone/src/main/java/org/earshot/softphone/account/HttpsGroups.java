package org.earshot.softphone.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.AccountGateway.Own;
import org.earshot.softphone.ua.GroupGateway;
import org.earshot.softphone.ua.GroupService;

/// What the account API has of groups. Thread-safe.
final class HttpsGroups implements GroupGateway {
    private static final String GROUPS = "/groups";

    private final Function<Own, AccountClient> clients;
    private final Executor threads;

    HttpsGroups(Function<Own, AccountClient> clients, Executor threads) {
        this.clients = clients;
        this.threads = threads;
    }

    private static ObjectNode object() {
        return AccountClient.JSON.createObjectNode();
    }

    private static String path(String group, String... more) {
        StringBuilder path = new StringBuilder(GROUPS).append('/').append(segment(group));
        for (String part : more) {
            path.append('/').append(segment(part));
        }
        return path.toString();
    }

    private static String segment(String name) {
        return HttpsAccounts.segment(name);
    }

    private static String text(JsonNode json, String name) throws AccountFailure {
        return HttpsAccounts.text(json, name);
    }

    private static boolean truth(JsonNode json, String name) throws AccountFailure {
        if (!json.path(name).isBoolean()) {
            throw AccountClient.strange();
        }
        return json.path(name).booleanValue();
    }

    private static GroupService.Group group(JsonNode json, int members) throws AccountFailure {
        return new GroupService.Group(
                text(json, "address"),
                text(json, "displayName"),
                truth(json, "owner"),
                truth(json, "moderated"),
                truth(json, "open"),
                members);
    }

    private static GroupService.Whole whole(JsonNode json) throws AccountFailure {
        List<GroupService.Member> members = new ArrayList<>();
        for (JsonNode member : json.path("members")) {
            members.add(
                    new GroupService.Member(
                            text(member, "address"),
                            text(member, "displayName"),
                            truth(member, "owner"),
                            Optional.ofNullable(member.path("picture").textValue())));
        }
        return new GroupService.Whole(group(json, members.size()), members);
    }

    @Override
    public CompletionStage<GroupService.Mine> mine(Own own) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    JsonNode json = clients.apply(own).get(GROUPS).json();
                    List<GroupService.Group> groups = new ArrayList<>();
                    for (JsonNode one : json.path("groups")) {
                        groups.add(group(one, one.path("members").asInt()));
                    }
                    return new GroupService.Mine(truth(json, "mayMake"), groups);
                });
    }

    @Override
    public CompletionStage<GroupService.Whole> members(Own own, String group) {
        return HttpsAccounts.on(threads, () -> whole(clients.apply(own).get(path(group)).json()));
    }

    @Override
    public CompletionStage<GroupService.Whole> make(
            Own own, String displayName, List<String> members) {
        return HttpsAccounts.on(
                threads,
                () ->
                        whole(
                                clients.apply(own)
                                        .send(
                                                "POST",
                                                GROUPS,
                                                with(members).put("displayName", displayName))
                                        .json()));
    }

    private static ObjectNode with(List<String> members) {
        ObjectNode json = object();
        ArrayNode list = json.putArray("members");
        members.forEach(list::add);
        return json;
    }

    private CompletionStage<Void> send(Own own, String method, String path, ObjectNode json) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    clients.apply(own).send(method, path, json);
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> add(Own own, String group, List<String> who) {
        return send(own, "POST", path(group, "members"), with(who));
    }

    @Override
    public CompletionStage<Void> remove(Own own, String group, String who) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    clients.apply(own).delete(path(group, "members", who));
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> setOwner(Own own, String group, String who, boolean owner) {
        return send(own, "PUT", path(group, "members", who), object().put("owner", owner));
    }

    @Override
    public CompletionStage<Void> leave(Own own, String group) {
        return send(own, "POST", path(group, "leave"), object());
    }

    @Override
    public CompletionStage<Void> rename(Own own, String group, String displayName) {
        return send(
                own, "PUT", path(group, "display-name"), object().put("displayName", displayName));
    }
}
