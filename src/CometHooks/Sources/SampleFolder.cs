using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CometHooks.Sources;

/// <summary>The samples beside the configuration: bodies that can be made to look like deliveries of their platform.</summary>
internal sealed class SampleFolder(string folder, TimeProvider time)
{
    private string Root => Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    /// <summary>A delivery of the sample, unsigned. The sample is a path below the samples folder.</summary>
    public bool TryRequest(ISourceAdapter adapter, string sample, [NotNullWhen(true)] out WebhookRequest? request, [NotNullWhen(false)] out string? error)
    {
        request = null;
        error = null;
        if (PathOf(sample) is not { } path)
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

    /// <summary>The sample's text; null where there is none.</summary>
    public string? Find(string sample)
    {
        try
        {
            return PathOf(sample) is { } path && File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether samples may be added.</summary>
    public bool IsWritable()
    {
        // Only trying tells: a mount that is read-only shows in no attribute.
        var place = Directory.Exists(folder) ? folder : Path.GetDirectoryName(Path.GetFullPath(folder))!;
        try
        {
            using var probe = new FileStream(Path.Combine(place, $"{Guid.NewGuid():n}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Puts a sample in its place, all of it at once. What is there already is never changed.</summary>
    /// <param name="sample">Its path below the samples folder.</param>
    /// <param name="body">The sample.</param>
    /// <param name="why">Why it is not there.</param>
    public bool TryAdd(string sample, string body, out string why)
    {
        if (PathOf(sample) is not { } path || LeadsElsewhere(path))
        {
            why = $"sample '{sample}' is not below {folder}.";
            return false;
        }

        var aside = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(body));
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: false);
            why = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(aside))
            {
                File.Delete(aside);
            }

            why = Find(sample) is not { } there ? $"samples/{sample} cannot be written: {e.Message}" : there == body ? "" : $"samples/{sample} is there already with another content, and is left as it is.";
            return why.Length == 0;
        }
    }

    /// <summary>A delivery of the body with the headers that the platform would send.</summary>
    public static WebhookRequest Request(ISourceAdapter adapter, string name, ReadOnlyMemory<byte> body, string? secret, DateTimeOffset at, IReadOnlyDictionary<string, string>? headers = null)
        => Request(adapter, new Sample(name, body, secret, at), headers);

    /// <summary>A delivery of the sample with the headers that the platform would send.</summary>
    public static WebhookRequest Request(ISourceAdapter adapter, Sample sample, IReadOnlyDictionary<string, string>? headers = null)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, value) in adapter.SampleHeaders(sample).Concat(headers ?? new Dictionary<string, string>(StringComparer.Ordinal)))
        {
            all[header] = [value];
        }

        return new WebhookRequest
        {
            Method = "POST",
            Url = new Uri($"http://localhost/webhooks/{adapter.Source}"),
            Headers = all,
            Body = sample.Body,
            ReceivedAt = sample.At,
        };
    }

    // A draft's sample must not open any other file of this machine.
    private string? PathOf(string sample)
    {
        var path = sample.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, sample));
        return path.StartsWith(Root, StringComparison.Ordinal) ? path : null;
    }

    // Whoever may read what a link leads to need not mean that it may be written.
    private bool LeadsElsewhere(string path)
    {
        for (var at = Path.GetDirectoryName(path)!; at.StartsWith(Root, StringComparison.Ordinal); at = Path.GetDirectoryName(at)!)
        {
            if (new DirectoryInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
