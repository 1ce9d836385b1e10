using Microsoft.AspNetCore.Mvc;

namespace Intranet.Areas.Admin.Controllers;

[Area("Admin")]
public sealed class HomeController : Controller
{
    public IActionResult Index() => View();
}
