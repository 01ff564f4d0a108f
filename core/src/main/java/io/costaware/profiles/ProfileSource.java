package io.costaware.profiles;

import java.util.List;

/**
 * Lists the inference profiles of one account and Region.
 *
 * <p>A registry asks from a thread of its own and never twice at a time. It keeps its former
 * profiles for as long as the source throws, so a source throws rather than answer with a part.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface ProfileSource {
  /**
   * All profiles, however many pages that takes. May block; gives up when its thread is
   * interrupted.
   *
   * @throws Exception if not all of them could be listed; its text is shown to people, so it holds
   *     no credentials
   */
  List<Profile> list() throws Exception;
}
