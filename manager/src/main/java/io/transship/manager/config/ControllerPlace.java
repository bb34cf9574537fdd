package io.transship.manager.config;

import io.transship.settings.Complaint;
import io.transship.settings.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a controller is. */
public sealed interface ControllerPlace {

    /** The types that there are. */
    Set<String> TYPES = Set.of(Embedded.TYPE, Floodlight.TYPE);

    /**
     * The embedded controller.
     *
     * @param listen where switches connect
     */
    record Embedded(HostAndPort listen) implements ControllerPlace {

        static final String TYPE = "embedded";
        private static final HostAndPort USUAL = new HostAndPort("0.0.0.0", 6653);

        @Override
        public String toString() {
            return "OpenFlow on " + listen;
        }
    }

    /**
     * A Floodlight that somebody runs.
     *
     * @param url where its REST API answers: scheme, host and port
     */
    record Floodlight(URI url) implements ControllerPlace {

        static final String TYPE = "floodlight";
        private static final int USUAL_PORT = 8080;

        @Override
        public String toString() {
            return "Floodlight at " + url;
        }
    }

    /**
     * The place that a configuration without complaints names.
     *
     * @param port thesis: the REST port, where the URL names none
     */
    static ControllerPlace of(ManagerConfig.Controller controller, @Nullable Integer port) {
        if (controller.type().equals(Floodlight.TYPE)) {
            URI url = parsed(controller.url()).orElseThrow();
            int usual = port == null ? Floodlight.USUAL_PORT : port;
            return new Floodlight(
                    URI.create(
                            "http://"
                                    + url.getHost()
                                    + ":"
                                    + (url.getPort() < 0 ? usual : url.getPort())));
        }
        HostAndPort listen = controller.listen();
        return new Embedded(listen == null ? Embedded.USUAL : listen);
    }

    /** What does not go together; a type that there is not is said elsewhere. */
    static List<Complaint> complaints(ManagerConfig.Controller controller) {
        List<Complaint> complaints = new ArrayList<>();
        if (controller.type().equals(Embedded.TYPE) && controller.url() != null) {
            complaints.add(
                    Complaint.about(
                            "only a Floodlight has a 'url': leave it out, or write type:"
                                    + " floodlight",
                            "url"));
        }
        if (controller.type().equals(Floodlight.TYPE)) {
            ofFloodlight(controller, complaints);
        }
        return complaints;
    }

    private static void ofFloodlight(
            ManagerConfig.Controller controller, List<Complaint> complaints) {
        if (controller.listen() != null) {
            complaints.add(
                    Complaint.about(
                            "switches connect to Floodlight itself: leave 'listen' out, or write"
                                    + " type: embedded",
                            "listen"));
        }
        if (controller.url() == null) {
            complaints.add(
                    Complaint.about(
                            "key 'url' is missing: where Floodlight's REST API answers, such as"
                                    + " http://10.0.0.250:8080"));
        } else if (parsed(controller.url()).isEmpty()) {
            complaints.add(
                    Complaint.about(
                            "'"
                                    + controller.url()
                                    + "' is not http:// with a host and nothing behind its port,"
                                    + " such as http://10.0.0.250:8080",
                            "url"));
        }
    }

    /** Whether a thesis' "port" says something else than the URL. */
    static boolean contradicts(@Nullable Integer port, ManagerConfig.Controller controller) {
        return port != null
                && controller.type().equals(Floodlight.TYPE)
                && parsed(controller.url())
                        .map(URI::getPort)
                        .filter(named -> named >= 0 && !named.equals(port))
                        .isPresent();
    }

    private static Optional<URI> parsed(@Nullable String url) {
        try {
            URI uri = new URI(url == null ? "" : url.strip());
            return hasNothingButHost(uri) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static boolean hasNothingButHost(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String plain = "http://" + uri.getHost() + port;
        return uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= 65_535
                && (uri.toString().equals(plain) || uri.toString().equals(plain + "/"));
    }
}
