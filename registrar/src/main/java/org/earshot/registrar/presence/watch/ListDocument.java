package org.earshot.registrar.presence.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimeHeader;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;
import org.earshot.common.presence.ResourceListMeta;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Subscription;

/// Writes what a watcher is told of a list (RFC 4662 §5): a multipart/related of all members, or of those of which
/// something is new. Thread-safe.
final class ListDocument {
    private static final MediaType RLMI = MediaType.of("application", "rlmi+xml");

    private final Documents documents;
    private final String domain;

    /// @param domain after the @ of Content-IDs
    ListDocument(Documents documents, String domain) {
        this.documents = documents;
        this.domain = domain;
    }

    /// @param told of whom all is said
    record Written(Documents.Document document, Set<AddressOfRecord> told) {}

    /// @param versions numbers the documents
    /// @param budget about how many bytes it may have; what does not fit is told the next time
    Written write(
            Subscription subscription,
            DocumentVersions versions,
            Documents.Telling telling,
            int budget) {
        long version = versions.nextOfList();
        EventPackage event = subscription.event();
        List<ResourceListMeta.Resource> resources = new ArrayList<>();
        List<MimePart> parts = new ArrayList<>();
        Set<AddressOfRecord> told = new HashSet<>();
        int bytes = 0;
        for (AddressOfRecord member : telling.members()) {
            if (!telling.whole() && !telling.news().contains(member)) {
                continue;
            }
            View view = telling.now().get(member);
            boolean fits = bytes < budget;
            if (view == null || !fits) {
                // RFC 4662 §5.1: all stand in a whole list, with nothing known yet
                if (telling.whole()) {
                    resources.add(resource(member, List.of()));
                }
                continue;
            }
            Optional<MimePart> part =
                    documents
                            .of(
                                    event,
                                    member,
                                    view,
                                    Optional.ofNullable(telling.before().get(member)),
                                    versions)
                            .map(document -> part(document, cid(parts.size(), version)));
            part.ifPresent(parts::add);
            bytes += part.map(MimePart::length).orElse(0) + 300;
            resources.add(resource(member, List.of(instance(view, part))));
            told.add(member);
        }
        ResourceListMeta meta =
                new ResourceListMeta(
                        subscription.resource().toString(),
                        version,
                        telling.whole(),
                        Optional.empty(),
                        List.of(),
                        resources);
        List<MimePart> all = new ArrayList<>();
        all.add(
                MimePart.of(RLMI, meta.toBytes())
                        .with(MimeHeader.CONTENT_ID, '<' + cid(-1, version) + '>'));
        all.addAll(parts);
        MultipartBody body = MultipartBody.related(all);
        return new Written(
                new Documents.Document(body.contentType().toString(), body.toBytes()), told);
    }

    private static ResourceListMeta.Resource resource(
            AddressOfRecord member, List<ResourceListMeta.Instance> instances) {
        return new ResourceListMeta.Resource(member.toString(), List.of(), instances);
    }

    private static ResourceListMeta.Instance instance(View view, Optional<MimePart> part) {
        Optional<String> cid = part.flatMap(MimePart::contentId);
        return switch (view.standing()) {
            case ACTIVE ->
                    new ResourceListMeta.Instance(
                            "1", ResourceListMeta.State.ACTIVE, Optional.empty(), cid);
            case PENDING ->
                    new ResourceListMeta.Instance(
                            "1", ResourceListMeta.State.PENDING, Optional.empty(), cid);
            case REJECTED -> terminated("rejected");
            case NO_RESOURCE -> terminated("noresource");
        };
    }

    private static ResourceListMeta.Instance terminated(String reason) {
        return new ResourceListMeta.Instance(
                "1", ResourceListMeta.State.TERMINATED, Optional.of(reason), Optional.empty());
    }

    private static MimePart part(Documents.Document document, String cid) {
        String[] type = document.contentType().split("/", 2);
        return MimePart.of(MediaType.of(type[0], type[1]), document.body())
                .with(MimeHeader.CONTENT_ID, '<' + cid + '>');
    }

    private String cid(int number, long version) {
        return (number < 0 ? "list" : "r" + number) + '.' + version + '@' + domain;
    }
}
