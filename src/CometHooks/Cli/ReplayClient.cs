using System.Net.Http.Headers;
using CometHooks.Operate.Replay;
using Spectre.Console;

namespace CometHooks.Cli;

/// <summary>Asks the running hub for a replay, and shows how far it is.</summary>
internal sealed class ReplayClient(Uri url, AuthenticationHeaderValue? access)
{
    private readonly HubClient _hub = new(url, access, ReplayRoute.HeaderValue, "What began stays begun; the same command goes on.");

    /// <summary>The last line of the answer. Whatever goes wrong is its problem.</summary>
    public async Task<ReplayProgress> RunAsync(ReplayRequest request, bool isShown, CancellationToken cancellationToken)
    {
        var (last, problem) = isShown && !Console.IsOutputRedirected
            ? await ShowAsync(request, cancellationToken)
            : await _hub.AskAsync<ReplayProgress>(request, _ => { }, cancellationToken);
        return problem is null ? last! : (last ?? new ReplayProgress()) with { Problem = problem };
    }

    private Task<(ReplayProgress? Last, string? Problem)> ShowAsync(ReplayRequest request, CancellationToken cancellationToken)
        => Report.Terminal.Progress().AutoClear(true).StartAsync(context =>
        {
            var bar = context.AddTask(request.Preview ? "looking" : "replaying", maxValue: 1);
            return _hub.AskAsync<ReplayProgress>(request, progress => bar.Value = progress.Of == 0 ? 0 : (double)progress.LookedAt / progress.Of, cancellationToken);
        });
}
