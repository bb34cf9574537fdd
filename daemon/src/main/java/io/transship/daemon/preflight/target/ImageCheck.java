package io.transship.daemon.preflight.target;

import io.transship.daemon.preflight.finding.Check;
import io.transship.daemon.preflight.finding.Finding;
import java.util.List;

/** Whether the image is here already. Nothing hinders if it is not: it travels, and takes time. */
final class ImageCheck implements Check {

    private final Wanted wanted;
    private final boolean travels;

    ImageCheck(Wanted wanted, boolean travels) {
        this.wanted = wanted;
        this.travels = travels;
    }

    @Override
    public String subject() {
        return "image";
    }

    @Override
    public List<Finding> look() {
        String image = wanted.spec().image();
        return List.of(
                Finding.ok(
                        subject(),
                        travels
                                ? image + " is sent ahead, up to " + wanted.imageSize()
                                : image + " is here"));
    }
}
