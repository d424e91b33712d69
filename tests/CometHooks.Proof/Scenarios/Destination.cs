using CometHooks.Cli.Demo;
using CometHooks.Operate;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Destinations;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Store;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// A destination that answers otherwise every minute, in every way that we know, while webhooks go on arriving; at last it
/// wants to hear nothing for a day, and then it is well. The hub's clock is fast: a minute is a second or less.
/// </summary>
internal sealed class Destination : IScenario
{
    private const int ShortTimes = 240;
    private const int LongTimes = 60;
    private const int LongRounds = 10;
    private const int Concurrency = 8;
    private const long MostMemory = 400;
    private const long MostTaken = 16 * 1024;

    // Hosted by this program, which gives it its clock.
    private static readonly HubLaunch Launch = FaultLaunch.With(Fault.None);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "destination";

    public string Shows => "whatever Cometly answers, nothing is lost, counts twice or goes elsewhere";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var time = FastTime.Of(settings.Long ? LongTimes : ShortTimes);
        await using var elsewhere = new Elsewhere();
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = Folder(cometly.Url, time);
        using var platform = new Platform(history, time);
        await using var load = new Load(platform, settings.Seed, clients: 4, perSecond: 100);
        var body = new HugeBody();
        var moods = Moods.All(elsewhere.Url, time, body);
        var failures = new List<string>();
        long peak;
        string output;
        await using (var hub = HubProcess.Launch(folder, Launch))
        {
            await hub.ListensAsync(cancellationToken);
            await using var memory = new MemoryWatch(hub);
            load.Aim(hub.Webhooks);
            load.Start();
            using var operators = new HttpClient { BaseAddress = hub.Admin };
            operators.DefaultRequestHeaders.Authorization = new("Bearer", await folder.CommandKeyAsync(hub.Admin, cancellationToken));
            await TroubleAsync(settings, cometly, moods, () => ResumeAsync(operators, cancellationToken), time, cancellationToken);
            failures.AddRange(await LeaveForADayAsync(cometly, () => ResumeAsync(operators, cancellationToken), time, cancellationToken));
            peak = memory.Peak;
            load.Aim();
            if (await hub.TerminateAsync(cancellationToken) is not 0 and var code)
            {
                failures.Add($"The hub ended with {code} when it was told to stop.");
            }

            output = hub.Output;
        }

        time.Skip(TimeSpan.FromHours(26));
        folder.Environment[FastTime.Variable] = time.Text;
        cometly.Chooses = _ => null;
        failures.AddRange(await HubEnd.RunAsync(folder, Launch, load, cancellationToken));
        var archive = await Settled.ArchiveAsync(folder, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects) { RefusesWhatItCounted = true }.CheckAsync(archive, cancellationToken);
        var ends = (await archive.CountAsync(cancellationToken)).Conversions.OrderBy(c => c.Key).Select(c => $"{c.Value:N0} {Words.Of(c.Key)}");
        return new ScenarioResult(
            invariants,
            [
                $"{moods.Count + 1} ways to answer, the rarest met by {moods.Min(m => m.Met)} requests; {string.Join(", ", ends)}",
                $"{elsewhere.Connections} connections elsewhere; of a body of 1 GiB at most {body.MostTaken:N0} KiB were taken; the hub had at most {peak} MiB",
            ],
            [.. failures, .. Wrong(moods, elsewhere, body, peak, output, invariants)]);
    }

    private static HubFolder Folder(string cometlyUrl, FastTime time)
    {
        var folder = new HubFolder(cometlyUrl);
        folder.Environment[FastTime.Variable] = time.Text;
        folder.Environment["Destinations__main__timeout"] = "1m";
        folder.Environment["Destinations__main__per_minute"] = "60000";
        folder.Environment["Destinations__main__concurrency"] = $"{Concurrency}";

        // A disk is as fast as ever, however fast the clock goes.
        folder.Environment["Limits__commit"] = "20m";
        return folder;
    }

    // Somebody resumes a paused destination by hand, mostly; else its probes do.
    private static async Task TroubleAsync(
        ProofSettings settings, CometlyStandIn cometly, IReadOnlyList<Mood> moods, Func<Task> resumeAsync, FastTime time, CancellationToken cancellationToken)
    {
        var random = new Random(settings.Seed);
        for (var round = 0; round < (settings.Long ? LongRounds : 1); round++)
        {
            var order = moods.ToArray();
            random.Shuffle(order);
            foreach (var mood in order)
            {
                var met = mood.Met;
                var which = random.Next(2);
                cometly.Chooses = request => mood.Answer(maybe: request.Problem is null && request.IdempotencyKey!.Sum(c => c) % 2 == which);
                await Task.Delay(time.Shortened(Minute), cancellationToken);
                await Settled.UntilAsync(() => mood.Met > met, Patience, cancellationToken);
                if (random.Next(8) > 0)
                {
                    await resumeAsync();
                }
            }

            settings.Say($"   round {round + 1}: {cometly.Requests.Count:N0} requests, {cometly.Effects.Count:N0} effects");
        }
    }

    // Only what was under way already may still arrive.
    private static async Task<IReadOnlyList<string>> LeaveForADayAsync(CometlyStandIn cometly, Func<Task> resumeAsync, FastTime time, CancellationToken cancellationToken)
    {
        await resumeAsync();
        var tomorrow = Moods.Tomorrow();
        cometly.Chooses = _ => tomorrow.Answer(maybe: false);
        await Settled.UntilAsync(() => tomorrow.Met > 0, Patience, cancellationToken);
        await Task.Delay(time.Shortened(Minute * 3), cancellationToken);
        return tomorrow.Met switch
        {
            0 => ["Nobody was told to come back tomorrow: this run showed nothing."],
            > Concurrency and var met => [$"{met} requests came although the first was told to come back tomorrow."],
            _ => [],
        };
    }

    private static async Task ResumeAsync(HttpClient operators, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Resume.PathOf("main"));
        message.Headers.Add(ByHand.Header, Resume.HeaderValue);
        using var answer = await operators.SendAsync(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static IEnumerable<string> Wrong(IReadOnlyList<Mood> moods, Elsewhere elsewhere, HugeBody body, long peak, string output, Invariants invariants)
    {
        if (moods.Where(m => m.Met == 0).Select(m => m.Name).ToList() is { Count: > 0 } unmet)
        {
            yield return $"No request met: {string.Join(", ", unmet)}. This run showed nothing of that.";
        }

        if (invariants.SentAgain == 0)
        {
            yield return "Nothing was sent again: this run showed nothing.";
        }

        if (elsewhere.Connections > 0)
        {
            yield return $"{elsewhere.Connections} redirects were followed.";
        }

        if (output.Contains(HubFolder.Token, StringComparison.Ordinal))
        {
            yield return "The token is in the log.";
        }

        if (body.MostTaken > MostTaken)
        {
            yield return $"{body.MostTaken:N0} KiB of one answer were read.";
        }

        if (peak > MostMemory)
        {
            yield return $"The hub had {peak} MiB.";
        }
    }
}
