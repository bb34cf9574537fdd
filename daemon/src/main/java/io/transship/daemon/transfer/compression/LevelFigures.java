package io.transship.daemon.transfer.compression;

/**
 * What a level of compression was measured to do.
 *
 * @param level of zstd
 * @param bytesPerSecond of plain bytes that it takes
 * @param ratio compressed bytes for a plain one
 */
record LevelFigures(int level, double bytesPerSecond, double ratio) {

    private static final double WEIGHT = 0.5;

    /** With one more measurement. */
    LevelFigures and(double moreBytesPerSecond, double moreRatio) {
        return new LevelFigures(
                level,
                bytesPerSecond + WEIGHT * (moreBytesPerSecond - bytesPerSecond),
                ratio + WEIGHT * (moreRatio - ratio));
    }
}
