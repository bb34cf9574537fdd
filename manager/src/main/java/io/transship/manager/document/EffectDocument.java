package io.transship.manager.document;

import io.transship.core.effect.Gain;
import io.transship.core.effect.LinkChange;
import io.transship.core.effect.MoveEffects;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a move would do to links, as maps, for the API and the store. */
public final class EffectDocument {

    private EffectDocument() {}

    /**
     * {@code sendsBps, receivesBps, gain, links: [{from, to, port, transmitted, capacityBps,
     * beforeBps, afterBps, side}], unmeasured}; {@code gain} is absent if it is not known.
     */
    public static Map<String, Object> of(MoveEffects effects) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sendsBps", effects.sends().bps());
        document.put("receivesBps", effects.receives().bps());
        effects.gain().map(Gain::share).ifPresent(share -> document.put("gain", share));
        document.put("links", effects.changes().stream().map(EffectDocument::of).toList());
        document.put("unmeasured", effects.unmeasured());
        return document;
    }

    private static Map<String, Object> of(LinkChange change) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", change.from());
        document.put("to", change.to());
        document.put("port", change.port().toString());
        document.put("transmitted", change.transmitted());
        document.put("capacityBps", change.capacity().bps());
        document.put("beforeBps", change.before().bps());
        document.put("afterBps", change.after().bps());
        document.put("side", change.side().word());
        return document;
    }
}
