package io.costaware.bedrock.profile;

import io.costaware.tags.Tags;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.InternalServiceException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.PaginationTokenExpiredException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ThrottledException;

/**
 * The ARNs and tags of all tagged profiles, page by page.
 *
 * <p>Safe for use by many threads.
 */
final class TaggedResources {
  private static final Logger log = LoggerFactory.getLogger(TaggedResources.class);
  private static final String TYPE = "bedrock:application-inference-profile";
  private static final String KIND = ":application-inference-profile/";
  private static final int PAGE_SIZE = 100;

  /** A token lives a quarter of an hour, so a second restart is rare already. */
  private static final int RESTARTS = 3;

  private final ResourceGroupsTaggingApiClient client;
  private final GetResourcesRequest firstPage;
  private final Patience patience;

  TaggedResources(
      ResourceGroupsTaggingApiClient client, List<TagFilter> filters, Patience patience) {
    this.client = client;
    this.patience = patience;
    GetResourcesRequest.Builder request =
        GetResourcesRequest.builder().resourceTypeFilters(TYPE).resourcesPerPage(PAGE_SIZE);
    this.firstPage = (filters.isEmpty() ? request : request.tagFilters(filters)).build();
  }

  /** From ARN to tags, in the order of the pages. */
  Map<String, Tags> list() throws InterruptedException {
    for (int restarts = 0; ; restarts++) {
      try {
        return pages();
      } catch (PaginationTokenExpiredException e) {
        if (restarts == RESTARTS) {
          throw e;
        }
        log.info("The listing of inference profiles took so long that it begins again");
      }
    }
  }

  private Map<String, Tags> pages() throws InterruptedException {
    Map<String, Tags> tagged = new LinkedHashMap<>();
    GetResourcesRequest request = firstPage;
    while (true) {
      GetResourcesRequest next = request;
      GetResourcesResponse page =
          patience.ask(() -> client.getResources(next), TaggedResources::isPassing);
      for (ResourceTagMapping resource : page.resourceTagMappingList()) {
        keep(resource, tagged);
      }
      String token = page.paginationToken();
      // The last page's token is empty, not absent.
      if (token == null || token.isEmpty()) {
        return tagged;
      }
      request = firstPage.toBuilder().paginationToken(token).build();
    }
  }

  private static boolean isPassing(RuntimeException e) {
    return e instanceof ThrottledException || e instanceof InternalServiceException;
  }

  /** A resource that was tagged once is listed too, without tags; it fits no call. */
  private static void keep(ResourceTagMapping resource, Map<String, Tags> tagged) {
    String arn = resource.resourceARN();
    if (arn == null || !arn.contains(KIND) || resource.tags().isEmpty()) {
      return;
    }
    Map<String, String> legal = new HashMap<>();
    for (Tag tag : resource.tags()) {
      try {
        Tags one = Tags.of(tag.key(), tag.value() == null ? "" : tag.value());
        legal.put(one.keyAt(0), one.valueAt(0));
      } catch (IllegalArgumentException e) {
        log.debug("A tag of {} is left out: {}", arn, e.getMessage());
      }
    }
    tagged.put(arn, Tags.of(legal));
  }
}
