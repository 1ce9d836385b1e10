using Microsoft.AspNetCore.Mvc;

namespace Intranet.Areas.Team.Controllers;

[Area("Team")]
public sealed class HomeController : Controller
{
    public IActionResult Index() => View();
}
