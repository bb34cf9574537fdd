package io.transship.manager.service;

import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;

/** What detection said last, in words. Thread-safe. */
public final class DetectionWords implements EventSink {

    private volatile String last = "off";

    @Override
    public void emit(Event event) {
        switch (event.type()) {
            case EventTypes.DETECTION_STARTED -> last = "no heavy switch yet";
            case EventTypes.HEAVY_SWITCHES -> last = "heavy switches found";
            case EventTypes.CUSTOMIZED_MODE ->
                    last = "watching " + event.data().get("switches") + " closely";
            case EventTypes.SOURCE_NOT_FOUND -> last = "no source: " + event.data().get("reason");
            case EventTypes.SOURCE_FOUND ->
                    last =
                            "source found: "
                                    + event.data().get("container")
                                    + " on "
                                    + event.data().get("host");
            default -> {}
        }
    }

    String last() {
        return last;
    }
}
