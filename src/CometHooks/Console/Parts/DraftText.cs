using CometHooks.Map;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CometHooks.WebConsole.Parts;

/// <summary>Text that somebody writes in the browser. It is fetched as a stream: a message of the page may not be as long.</summary>
internal static class DraftText
{
    /// <summary>What a text is that is not taken.</summary>
    public static string TooLong { get; } = $"longer than {MappingReader.LongestText / 1024} KiB";

    public static bool IsTooLong(string text) => text.Length > MappingReader.LongestText;

    /// <summary>The text as it stands in the field; of one that is too long only as much as tells that it is.</summary>
    public static async Task<string> ReadAsync(IJSRuntime script, ElementReference area, CancellationToken cancellationToken)
    {
        await using var reference = await script.InvokeAsync<IJSStreamReference>("comethooks.textOf", cancellationToken, area, MappingReader.LongestText + 1);
        await using var stream = await reference.OpenReadStreamAsync(4L * (MappingReader.LongestText + 1), cancellationToken);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(cancellationToken))[..^1];
    }
}
