/** The largest single image plane that is read: 2^28 pixels (16384 x 16384), 1 GiB as float32. */
export const MAX_IMAGE_PIXELS = 2 ** 28

/** The most bytes that one compressed file or archive member may inflate to. */
export const MAX_INFLATED_BYTES = 2 ** 30

/** Deflate cannot shrink data by more than this factor (zlib's technical notes), so a larger claim is a lie. */
export const MAX_DEFLATE_RATIO = 1032
