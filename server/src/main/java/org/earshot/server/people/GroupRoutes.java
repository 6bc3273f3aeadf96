package org.earshot.server.people;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;

/// Groups in the account API (`docs/account-api.md`): requests and answers. Thread-safe.
final class GroupRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_MEMBERS_JSON = 256 * 1024;

    private final GroupDesk desk;
    private final Directory directory;

    GroupRoutes(GroupDesk desk, Directory directory) {
        this.desk = desk;
        this.directory = directory;
    }

    /// Adds what is served.
    ///
    /// @param known for every phone of an account
    /// @param owner for whoever knows the account's own password
    void addTo(
            JavalinConfig config,
            Function<PeopleApi.KnownAction, Handler> known,
            Function<PeopleApi.OwnerAction, Handler> owner) {
        config.routes.get("/groups", known.apply(this::list));
        config.routes.post("/groups", owner.apply(this::make));
        config.routes.get("/groups/{name}", known.apply(this::show));
        config.routes.post("/groups/{name}/members", owner.apply(this::add));
        config.routes.put("/groups/{name}/members/{who}", owner.apply(this::setOwner));
        config.routes.delete("/groups/{name}/members/{who}", owner.apply(this::remove));
        config.routes.put("/groups/{name}/display-name", owner.apply(this::rename));
        config.routes.post("/groups/{name}/leave", owner.apply(this::leave));
    }

    private static String name(Context http) {
        return http.pathParam("name");
    }

    private static String who(Context http) {
        return http.pathParam("who");
    }

    private void list(Context http, Account account) {
        ObjectNode json = JSON.createObjectNode().put("mayMake", desk.mayMake());
        ArrayNode groups = json.putArray("groups");
        for (GroupStore.Membership one : desk.of(account)) {
            groups.addObject()
                    .put("address", one.group().toString())
                    .put("displayName", one.displayName())
                    .put("owner", one.owner())
                    .put("moderated", one.moderated())
                    .put("open", one.open())
                    .put("members", one.members());
        }
        PeopleApi.answer(http, 200, json);
    }

    private void show(Context http, Account account) throws RefusedException {
        PeopleApi.answer(http, 200, json(desk.find(account, name(http)), account));
    }

    private ObjectNode json(Group group, Account account) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("address", group.address().toString())
                        .put("displayName", group.displayName())
                        .put("owner", group.isOwner(account.address()))
                        .put("moderated", group.moderated())
                        .put("open", group.open());
        ArrayNode members = json.putArray("members");
        Map<AddressOfRecord, Directory.Entry> known =
                directory.of(
                        group.members().stream()
                                .map(Group.Member::address)
                                .collect(Collectors.toSet()));
        for (Group.Member member : group.members()) {
            Optional<Directory.Entry> entry = Optional.ofNullable(known.get(member.address()));
            ObjectNode one =
                    members.addObject()
                            .put("address", member.address().toString())
                            .put("displayName", entry.map(Directory.Entry::displayName).orElse(""))
                            .put("owner", member.owner());
            entry.flatMap(Directory.Entry::picture).ifPresent(etag -> one.put("picture", etag));
        }
        return json;
    }

    private void make(Context http, People.Owner owner) throws IOException, RefusedException {
        JsonBody body = PeopleApi.json(http, MOST_MEMBERS_JSON);
        Group made =
                desk.make(
                        owner,
                        new GroupDesk.Wish(
                                body.text("displayName"),
                                body.optionalText("name"),
                                members(body)));
        PeopleApi.answer(http, 201, json(made, owner.account()));
    }

    private static List<String> members(JsonBody body) throws RefusedException {
        return body.texts("members", GroupStore.MOST_MEMBERS);
    }

    private void add(Context http, People.Owner owner) throws IOException, RefusedException {
        desk.add(owner, name(http), members(PeopleApi.json(http, MOST_MEMBERS_JSON)));
        http.status(204);
    }

    private void setOwner(Context http, People.Owner owner) throws IOException, RefusedException {
        boolean owns = PeopleApi.json(http, PeopleApi.MOST_JSON).truth("owner");
        desk.setOwner(owner, name(http), who(http), owns);
        http.status(204);
    }

    private void remove(Context http, People.Owner owner) throws RefusedException {
        desk.remove(owner, name(http), who(http));
        http.status(204);
    }

    private void rename(Context http, People.Owner owner) throws IOException, RefusedException {
        desk.rename(
                owner, name(http), PeopleApi.json(http, PeopleApi.MOST_JSON).text("displayName"));
        http.status(204);
    }

    private void leave(Context http, People.Owner owner) throws RefusedException {
        desk.leave(owner, name(http));
        http.status(204);
    }
}
