package org.earshot.softphone.ua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;
import org.earshot.common.presence.Pidf;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.presence.ResourceListMeta;

/// What a NOTIFY says of whom. Pure.
final class PresenceDocuments {
    private static final PresenceState UNKNOWN = PresenceState.of(PresenceStatus.UNKNOWN);

    private PresenceDocuments() {}

    /// @param resource who was asked for; of a list it is not in the answer
    /// @return by URI, as [SipUris#canonical] writes it
    /// @throws MalformedPayloadException and nothing else
    static Map<String, PresenceState> read(Request notify, String resource)
            throws MalformedPayloadException {
        byte[] body = Fields.body(notify);
        return switch (Fields.contentType(notify).toLowerCase(java.util.Locale.ROOT)) {
            case Pidf.CONTENT_TYPE ->
                    Map.of(SipUris.canonical(resource), PresenceState.of(Pidf.parse(body)));
            case "multipart/related" ->
                    list(
                            MultipartBody.parse(
                                    Fields.text(notify, ContentTypeHeader.NAME).orElseThrow(),
                                    body));
            default -> Map.of();
        };
    }

    private static Map<String, PresenceState> list(MultipartBody body)
            throws MalformedPayloadException {
        Map<String, PresenceState> all = new LinkedHashMap<>();
        ResourceListMeta meta = ResourceListMeta.parse(body.root().body());
        for (ResourceListMeta.Resource resource : meta.resources()) {
            String uri = SipUris.canonical(resource.uri());
            for (ResourceListMeta.Instance instance : resource.instances()) {
                if (instance.state() != ResourceListMeta.State.ACTIVE) {
                    all.put(uri, UNKNOWN);
                    continue;
                }
                Optional<MimePart> part = instance.cid().flatMap(body::part);
                if (part.filter(p -> p.contentType().is(Pidf.CONTENT_TYPE)).isPresent()) {
                    all.put(uri, PresenceState.of(Pidf.parse(part.get().body())));
                }
            }
        }
        return all;
    }
}
