using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometHooks.Operate.Replay;

/// <summary>One replay and how far it is.</summary>
internal sealed class ReplayRun(string id, ReplayRequest request, DateTimeOffset beganAt)
{
    private volatile bool _isStopped;
    private volatile ReplayProgress _progress = new();

    public string Id { get; } = id;

    public ReplayRequest Request { get; } = request;

    public DateTimeOffset BeganAt { get; } = beganAt;

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public ReplayProgress Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>Whether it is what is asked for, whoever asks.</summary>
    public bool IsOf(ReplayRequest request) => JsonSerializer.Serialize(Request, ProgressStream.Json) == JsonSerializer.Serialize(request, ProgressStream.Json);

    /// <summary>Somebody stopped it.</summary>
    [JsonIgnore]
    public bool IsStopped => _isStopped;

    /// <summary>After the page that it is at.</summary>
    public void Stop() => _isStopped = true;
}
