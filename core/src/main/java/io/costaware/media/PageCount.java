package io.costaware.media;

/**
 * How many pages a PDF has, where it says so in the clear: many do not, because they keep their
 * page tree compressed.
 *
 * <p>Safe for use by many threads.
 */
public final class PageCount {
  /** Nobody can tell without unpacking the file. */
  public static final long UNKNOWN = -1;

  /** More pages than any provider takes; a larger number is no count of pages. */
  private static final long MOST = 100_000;

  private PageCount() {}

  /** Pages, at least 1; {@link #UNKNOWN} if it is no PDF or does not say. */
  public static long of(byte[] file) {
    Octets octets = new Octets(file);
    if (!octets.is(0, "%PDF")) {
      return UNKNOWN;
    }
    long pages = 0;
    long counted = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] != '/') {
        continue;
      }
      if (octets.is(i, "/Type") && isPage(octets, afterBlanks(octets, i + 5))) {
        pages++;
      } else if (octets.is(i, "/Count")) {
        counted = Math.max(counted, number(octets, afterBlanks(octets, i + 6)));
      }
    }
    long most = Math.max(pages, counted);
    return most == 0 ? UNKNOWN : most;
  }

  private static boolean isPage(Octets octets, int at) {
    return octets.is(at, "/Page") && !octets.is(at, "/Pages");
  }

  private static int afterBlanks(Octets octets, int from) {
    int at = from;
    while (octets.is(at, " ") || octets.is(at, "\n") || octets.is(at, "\r")) {
      at++;
    }
    return at;
  }

  private static long number(Octets octets, int at) {
    long number = 0;
    for (int i = at; octets.big(i, 1) >= '0' && octets.big(i, 1) <= '9'; i++) {
      number = number * 10 + octets.big(i, 1) - '0';
      if (number > MOST) {
        return 0;
      }
    }
    return number;
  }
}
