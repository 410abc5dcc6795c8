import io.camunda.zeebe.client.ZeebeClient;
import io.camunda.zeebe.client.api.command.ClientStatusException;
import io.camunda.zeebe.client.api.command.ProblemException;
import io.camunda.zeebe.client.api.response.ActivatedJob;
import io.camunda.zeebe.client.api.response.DeploymentEvent;
import io.camunda.zeebe.client.api.response.ProcessInstanceEvent;
import io.camunda.zeebe.client.api.worker.JobClient;
import io.camunda.zeebe.client.api.worker.JobWorker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * What a Java program does with an engine, one line of output for each errand, the same on every engine: keys are left out.
 * Arguments: gRPC address, REST address, folder with the diagrams, a case number nobody else has.
 */
public class Errands {
  private static final long NOBODY = 2251799999999999L;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  public static void main(final String[] args) throws Exception {
    try (ZeebeClient client =
        ZeebeClient.newClientBuilder()
            .grpcAddress(URI.create(args[0]))
            .restAddress(URI.create(args[1]))
            .preferRestOverGrpc(false)
            .usePlaintext()
            .build()) {
      final Path diagrams = Path.of(args[2]);
      topology(client);
      deployment(client, diagrams);
      work(client, false);
      work(client, true);
      failure(client);
      businessError(client);
      message(client, args[3]);
      signal(client);
      variables(client);
      decision(client);
      cancellation(client);
      refusals(client, diagrams);
    }
  }

  private static void topology(final ZeebeClient client) {
    final var topology = client.newTopologyRequest().send().join();
    say("topology", topology.getBrokers().size() + " broker, " + topology.getPartitionsCount() + " partition");
  }

  private static void deployment(final ZeebeClient client, final Path diagrams) {
    for (int round = 1; round <= 2; round++) {
      final DeploymentEvent event =
          client
              .newDeployResourceCommand()
              .addResourceFile(diagrams.resolve("work.bpmn").toString())
              .addResourceFile(diagrams.resolve("work-by-stream.bpmn").toString())
              .addResourceFile(diagrams.resolve("check.bpmn").toString())
              .addResourceFile(diagrams.resolve("wait-message.bpmn").toString())
              .addResourceFile(diagrams.resolve("wait-signal.bpmn").toString())
              .addResourceFile(diagrams.resolve("fee.dmn").toString())
              .addResourceFile(diagrams.resolve("check.form").toString())
              .send()
              .join();
      final List<String> found = new ArrayList<>();
      event.getProcesses().forEach(p -> found.add(p.getBpmnProcessId() + " " + p.getVersion() + " " + p.getResourceName()));
      event.getDecisions().forEach(d -> found.add(d.getDmnDecisionId() + " " + d.getVersion()));
      event.getForm().forEach(f -> found.add(f.getFormId() + " " + f.getVersion()));
      Collections.sort(found);
      say("deploy " + round, found);
    }
  }

  /** A worker that polls, or one that jobs are pushed to. Each has jobs of its own: an open poll of the first takes one more. */
  private static void work(final ZeebeClient client, final boolean streams) {
    final String process = streams ? "work-by-stream" : "work";
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (JobWorker worker =
        client
            .newWorker()
            .jobType(process)
            .handler(
                (jobs, job) -> {
                  seen.add(describe(job));
                  jobs.newCompleteCommand(job).variables(Map.of("checked", true, "list", List.of(1, "二"))).send().join();
                })
            .streamEnabled(streams)
            // A poll that is still open when the worker is closed takes one job more, and keeps it that long.
            .timeout(Duration.ofSeconds(3))
            .requestTimeout(SHORT)
            .open()) {
      final var result =
          client
              .newCreateInstanceCommand()
              .bpmnProcessId(process)
              .latestVersion()
              .variables(Map.of("caseNo", "C-1", "fen", 8000))
              .withResult()
              .requestTimeout(LONG)
              .send()
              .join();
      say(process, seen + " -> " + sorted(result.getVariablesAsMap()));
    }
  }

  private static void failure(final ZeebeClient client) {
    final List<Integer> retries = Collections.synchronizedList(new ArrayList<>());
    final Future<?> result = start(client, "check", Map.of());
    for (ActivatedJob job = next(client, "check"); ; job = next(client, "check")) {
      retries.add(job.getRetries());
      if (job.getRetries() == 1) {
        client.newUpdateRetriesCommand(job).retries(5).send().join();
        client.newCompleteCommand(job).send().join();
        break;
      }
      client
          .newFailCommand(job)
          .retries(job.getRetries() - 1)
          .retryBackoff(Duration.ofMillis(100))
          .errorMessage("down")
          .variables(Map.of("why", "down"))
          .send()
          .join();
    }
    say("fail and retry", retries + " -> " + ended(result));
  }

  private static void businessError(final ZeebeClient client) {
    final Future<?> result = start(client, "check", Map.of());
    final ActivatedJob job = next(client, "check");
    client
        .newThrowErrorCommand(job)
        .errorCode("REFUSED")
        .errorMessage("seized")
        .variables(Map.of("reason", "S-1"))
        .send()
        .join();
    say("business error", ended(result));
  }

  private static void message(final ZeebeClient client, final String caseNo) {
    final Callable<?> publish =
        () ->
            client
                .newPublishMessageCommand()
                .messageName("paid")
                .correlationKey(caseNo)
                .messageId("paid-" + caseNo)
                .timeToLive(Duration.ofMinutes(1))
                .variables(Map.of("receipt", 17))
                .send()
                .join();
    attempt("publish", publish);
    attempt("publish again", publish);
    say("message", ended(start(client, "wait-message", Map.of("caseNo", caseNo))));
  }

  private static void signal(final ZeebeClient client) throws InterruptedException {
    final Future<?> result = start(client, "wait-signal", Map.of());
    // Nothing tells when it waits: a signal nobody waits for does nothing.
    while (!result.isDone()) {
      client.newBroadcastSignalCommand().signalName("opened").variables(Map.of("window", 3)).send().join();
      Thread.sleep(50);
    }
    say("signal", ended(result));
  }

  private static void variables(final ZeebeClient client) {
    final ProcessInstanceEvent instance =
        client.newCreateInstanceCommand().bpmnProcessId("check").latestVersion().send().join();
    // Once its job is there, the instance is sure to be.
    final ActivatedJob first = next(client, "check");
    client.newSetVariablesCommand(instance.getProcessInstanceKey()).variables(Map.of("set", List.of(true))).send().join();
    client.newFailCommand(first).retries(1).send().join();
    final ActivatedJob again = next(client, "check");
    say("set variables", describe(again));
    client.newCompleteCommand(again).send().join();
  }

  private static void decision(final ZeebeClient client) {
    final var evaluated =
        client.newEvaluateDecisionCommand().decisionId("fee").variables(Map.of("usage", "住宅")).send().join();
    say("decision", evaluated.getDecisionId() + " " + evaluated.getDecisionOutput());
  }

  private static void cancellation(final ZeebeClient client) {
    final ProcessInstanceEvent instance =
        client.newCreateInstanceCommand().bpmnProcessId("check").latestVersion().send().join();
    final ActivatedJob job = next(client, "check");
    client.newCancelInstanceCommand(instance.getProcessInstanceKey()).send().join();
    attempt("complete after cancel", () -> client.newCompleteCommand(job).send().join());
  }

  private static void refusals(final ZeebeClient client, final Path diagrams) {
    attempt("start nobody", () -> client.newCreateInstanceCommand().bpmnProcessId("nobody").latestVersion().send().join());
    attempt("cancel nobody", () -> client.newCancelInstanceCommand(NOBODY).send().join());
    attempt("resolve nothing", () -> client.newResolveIncidentCommand(NOBODY).send().join());
    attempt("throw nothing", () -> client.newThrowErrorCommand(NOBODY).errorCode("X").send().join());
    attempt("no task, over REST", () -> client.newUserTaskCompleteCommand(NOBODY).send().join());
    attempt("no task to claim, over REST", () -> client.newUserTaskAssignCommand(NOBODY).assignee("a").send().join());
    attempt(
        "deploy no diagram",
        () -> client.newDeployResourceCommand().addResourceFile(diagrams.resolve("broken.bpmn").toString()).send().join());
  }

  private static Future<?> start(final ZeebeClient client, final String process, final Map<String, Object> variables) {
    return client
        .newCreateInstanceCommand()
        .bpmnProcessId(process)
        .latestVersion()
        .variables(variables)
        .withResult()
        .requestTimeout(LONG)
        .send()
        .thenApply(result -> (Object) sorted(result.getVariablesAsMap()))
        .toCompletableFuture();
  }

  private static ActivatedJob next(final JobClient client, final String type) {
    for (; ; ) {
      final var found =
          client.newActivateJobsCommand().jobType(type).maxJobsToActivate(1).timeout(LONG).requestTimeout(SHORT).send().join();
      if (!found.getJobs().isEmpty()) return found.getJobs().get(0);
    }
  }

  private static String describe(final ActivatedJob job) {
    return job.getBpmnProcessId() + "/" + job.getElementId() + " " + job.getRetries() + " "
        + sorted(job.getVariablesAsMap()) + " " + new TreeMap<>(job.getCustomHeaders());
  }

  private static Object ended(final Future<?> result) {
    try {
      return result.get();
    } catch (final Exception failure) {
      return failure;
    }
  }

  private static void attempt(final String errand, final Callable<?> call) {
    try {
      call.call();
      say(errand, "ok");
    } catch (final ClientStatusException refused) {
      say(errand, refused.getStatus().getCode() + ": " + refused.getStatus().getDescription());
    } catch (final ProblemException refused) {
      say(errand, refused.code() + " " + refused.details().getTitle() + ": " + refused.details().getDetail());
    } catch (final Exception failure) {
      say(errand, failure);
    }
  }

  private static Map<String, Object> sorted(final Map<String, Object> variables) {
    return new TreeMap<>(variables);
  }

  private static void say(final String errand, final Object what) {
    System.out.println(errand + ": " + String.valueOf(what).replaceAll("\\d{16,19}", "<key>").replace("\n", " "));
  }
}
