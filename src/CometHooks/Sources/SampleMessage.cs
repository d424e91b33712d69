using System.Net.Http.Headers;

namespace CometHooks.Sources;

/// <summary>A sample's delivery as it goes over HTTP.</summary>
internal static class SampleMessage
{
    public static HttpRequestMessage Of(WebhookRequest request, Uri url)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, values) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        return message;
    }
}
