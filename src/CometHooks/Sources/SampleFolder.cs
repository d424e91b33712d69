using System.Diagnostics.CodeAnalysis;

namespace CometHooks.Sources;

/// <summary>The samples beside the configuration: bodies that can be made to look like deliveries of their platform.</summary>
internal sealed class SampleFolder(string folder, TimeProvider time)
{
    /// <summary>A delivery of the sample, unsigned. The sample is a path below the samples folder.</summary>
    public bool TryRequest(ISourceAdapter adapter, string sample, [NotNullWhen(true)] out WebhookRequest? request, [NotNullWhen(false)] out string? error)
    {
        request = null;
        error = null;
        // A draft's sample must not open any other file of this machine.
        var path = sample.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, sample));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            error = $"sample '{sample}' is not below {folder}.";
            return false;
        }

        try
        {
            var body = File.ReadAllBytes(path);
            request = Request(adapter, Path.GetFileName(sample), body, secret: null, time.GetUtcNow());
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = $"sample '{sample}' cannot be read below {folder}.";
            return false;
        }
    }

    /// <summary>A delivery of the body with the headers that the platform would send.</summary>
    public static WebhookRequest Request(ISourceAdapter adapter, string name, ReadOnlyMemory<byte> body, string? secret, DateTimeOffset at, IReadOnlyDictionary<string, string>? headers = null)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, value) in adapter.SampleHeaders(new Sample(name, body, secret, at)).Concat(headers ?? new Dictionary<string, string>(StringComparer.Ordinal)))
        {
            all[header] = [value];
        }

        return new WebhookRequest
        {
            Method = "POST",
            Url = new Uri($"http://localhost/webhooks/{adapter.Source}"),
            Headers = all,
            Body = body,
            ReceivedAt = at,
        };
    }
}
