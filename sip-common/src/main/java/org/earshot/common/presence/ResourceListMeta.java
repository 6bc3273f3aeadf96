package org.earshot.common.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// What a notification about a list of resources holds: application/rlmi+xml (RFC 4662 §5). The root part of a
/// multipart/related; each instance names the part with its state.
///
/// @param uri of the list
/// @param version grows by one with each notification of a subscription, 0 to 2^32 - 1
/// @param full whether this is about all resources, or only those that changed
/// @param cid the part that holds the state of the list itself; without angle brackets
/// @param names of the list
/// @param resources in order
public record ResourceListMeta(
        String uri,
        long version,
        boolean full,
        Optional<String> cid,
        List<Note> names,
        List<Resource> resources) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/rlmi+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:rlmi";
    private static final long LAST_VERSION = 0xFFFF_FFFFL;
    private static final int MOST_INSTANCES = 5000;

    /// Whether there is a subscription behind an instance.
    public enum State {
        ACTIVE,
        PENDING,
        TERMINATED
    }

    /// One resource of the list.
    ///
    /// @param instances one for each state it has; none if nothing is known yet
    public record Resource(String uri, List<Note> names, List<Instance> instances) {

        public Resource {
            requireText(uri);
            names = List.copyOf(names);
            instances = List.copyOf(instances);
        }
    }

    /// A state of a resource.
    ///
    /// @param reason why it is terminated, such as `rejected`
    /// @param cid the Content-ID of the part that holds it, without angle brackets
    public record Instance(String id, State state, Optional<String> reason, Optional<String> cid) {

        public Instance {
            requireText(id);
        }
    }

    public ResourceListMeta {
        requireText(uri);
        if (version < 0 || version > LAST_VERSION) {
            throw new IllegalArgumentException("version " + version);
        }
        names = List.copyOf(names);
        resources = List.copyOf(resources);
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 5,000 resources or instances
    public static ResourceListMeta parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, NAMESPACE, "list", ResourceListMeta::of);
    }

    /// As the schema has it.
    public byte[] toBytes() {
        XmlWriter xml =
                new XmlWriter(NAMESPACE)
                        .start(NAMESPACE, "list")
                        .attribute("uri", uri)
                        .attribute("version", Long.toString(version))
                        .attribute("fullState", Boolean.toString(full))
                        .attribute("cid", cid);
        names.forEach(name -> name.write(xml, NAMESPACE, "name"));
        for (Resource resource : resources) {
            xml.start(NAMESPACE, "resource").attribute("uri", resource.uri());
            resource.names().forEach(name -> name.write(xml, NAMESPACE, "name"));
            for (Instance instance : resource.instances()) {
                xml.empty(NAMESPACE, "instance")
                        .attribute("id", instance.id())
                        .attribute("state", Words.of(instance.state()))
                        .attribute("reason", instance.reason())
                        .attribute("cid", instance.cid());
            }
            xml.end();
        }
        return xml.toBytes();
    }

    private static ResourceListMeta of(XmlElement root) throws MalformedPayloadException {
        List<Resource> resources = new ArrayList<>();
        int instances = 0;
        for (XmlElement element : root.children(NAMESPACE, "resource")) {
            Resource resource = resource(element);
            instances += Math.max(1, resource.instances().size());
            if (instances > MOST_INSTANCES) {
                throw new MalformedPayloadException("rlmi: too many instances");
            }
            resources.add(resource);
        }
        return new ResourceListMeta(
                root.required("uri"),
                root.requiredNumber("version", LAST_VERSION),
                isTrue(root.required("fullState")),
                root.attribute("cid"),
                names(root),
                resources);
    }

    private static Resource resource(XmlElement element) throws MalformedPayloadException {
        List<Instance> instances = new ArrayList<>();
        for (XmlElement instance : element.children(NAMESPACE, "instance")) {
            instances.add(
                    new Instance(
                            instance.required("id"),
                            Words.required(State.class, instance, "state"),
                            instance.attribute("reason"),
                            instance.attribute("cid")));
        }
        return new Resource(element.required("uri"), names(element), instances);
    }

    private static List<Note> names(XmlElement element) {
        return element.children(NAMESPACE, "name").stream().map(Note::of).toList();
    }

    private static boolean isTrue(String text) throws MalformedPayloadException {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new MalformedPayloadException("rlmi: no boolean");
        };
    }

    private static void requireText(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an empty URI or id");
        }
    }
}
